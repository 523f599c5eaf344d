package io.spindrift.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/// Looks for what is wrong, and says what to do about it.
final class DoctorCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of(
                    "doctor",
                    "Checks the installation, and says what to do where something is wrong");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Examination examination = new Examination(call);
        List<Finding> findings = examination.findings();
        if (call.json()) {
            ArrayNode all = Platform.JSON.createArrayNode();
            findings.forEach(finding -> all.add(Platform.JSON.valueToTree(finding.toMap())));
            call.sayJson(all);
        } else {
            findings.forEach(call::say);
        }
        return findings.stream().allMatch(finding -> finding.advice().isEmpty()) ? 0 : 1;
    }
}
