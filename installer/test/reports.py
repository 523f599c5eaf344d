"""What the reports of a run say: failures, what did not run, where the time went.

The last line is `passed failed skipped`; failed counts whole classes that left no report, and processes that broke off.
`--whole`: all classes must have run.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml

SLOWEST = 12
LONGEST_LINE = 240


def modules():
    return [pathlib.Path(name) for name in re.findall("<module>(.*?)</module>", pathlib.Path("pom.xml").read_text())]


def suites():
    for module in modules():
        for file in module.glob("target/*-reports/TEST-*.xml"):
            yield file, xml.parse(file).getroot()


def failures(suite):
    """One line for each test that failed."""
    for case in suite.iter("testcase"):
        for bad in list(case.findall("failure")) + list(case.findall("error")):
            why = (bad.get("message") or bad.text or "").strip().split("\n")[0]
            name = f"{case.get('classname')}.{case.get('name')}"
            yield f"FAILED: {name}: {why}"[:LONGEST_LINE]


def broken():
    """Processes of tests that ended or were ended before they had told all."""
    for module in modules():
        file = module / "target/failsafe-reports/failsafe-summary.xml"
        summary = xml.parse(file).getroot() if file.exists() else xml.Element("none")
        said = (summary.findtext("failureMessage") or "").strip()
        if said or summary.get("timeout") == "true":
            yield f"FAILED: {module}: {said.splitlines()[0] if said else 'timed out'}"[:LONGEST_LINE]


def unreported(reported):
    """Classes of tests that left no report."""
    for module in modules():
        sources = module / "src/test/java"
        for file in sorted(sources.glob("**/*.java")):
            name = ".".join(file.relative_to(sources).with_suffix("").parts)
            if re.search("(Test|IT)$", name) and name not in reported:
                yield f"FAILED: {name} did not run"


def main():
    tests = failed = skipped = 0
    lines, times, reported = [], [], set()
    for file, suite in suites():
        name = file.name[len("TEST-") : -len(".xml")]
        reported.add(name)
        tests += int(suite.get("tests"))
        failed += int(suite.get("failures")) + int(suite.get("errors"))
        skipped += int(suite.get("skipped"))
        times.append((float(suite.get("time").replace(",", "")), name))
        lines.extend(failures(suite))
    other = list(broken())
    if "--whole" in sys.argv:
        other.extend(unreported(reported))
    if tests == 0:
        other.append("FAILED: no test ran")
    print("the longest classes of tests, in seconds:")
    for time, name in sorted(times, reverse=True)[:SLOWEST]:
        print(f"{time:8.1f}  {name}")
    for line in lines + sorted(other):
        print(line)
    print(tests - failed - skipped, failed + len(other), skipped)


main()
