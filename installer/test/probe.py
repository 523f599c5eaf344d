"""A program for the installer's test: what can an application of Spark's user reach?

`probe.py PATH...` says of each path whether it can be read; `probe.py --stay` leaves a process behind that belongs
to no session, folder or parent of the application's, and stays itself.
"""

import os
import subprocess
import sys
import time


def read(path):
    if os.path.isdir(path):
        return os.listdir(path)
    with open(path, "rb") as file:
        return file.read(1)


if sys.argv[1] == "--stay":
    subprocess.Popen(["sleep", "3000"], cwd="/", start_new_session=True)
    print("staying", flush=True)
    time.sleep(3000)
for path in sys.argv[1:]:
    try:
        read(path)
        print("open", path)
    except OSError as error:
        print("closed", path, error.strerror)
