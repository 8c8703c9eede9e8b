"""Runs scim2-tester against a portal: tester.py ADDRESS TOKEN AGENCY.

It makes up every value, as a program can that knows the schemas alone. What no schema can say is said here: a
userName is the number of a civil servant, and a department is an agency that there is.
"""

import itertools
import random
import sys
from collections import Counter

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server, filling
from scim2_tester.checkers import patch_add, patch_replace

# So that a test which runs nothing does not pass.
FEWEST = 30

address, token, agency = sys.argv[1:]
client = Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=20)
groups = client.get("/Groups").raise_for_status().json()["Resources"]
departments = [group["displayName"] for group in groups if group["displayName"] != agency]
numbers = itertools.count(1)
made_up = filling.generate_random_value


def value(context, path, *arguments, **options):
    name = str(path).rsplit(":", 1)[-1]
    if name == "userName":
        return f"19900101201503{random.choice((1, 2))}{next(numbers):03}"
    if name == "department" and departments:
        return random.choice(departments)
    return made_up(context, path, *arguments, **options)


for module in (filling, patch_add, patch_replace):
    module.generate_random_value = value

# Groups are read only here, and whoever tests resources makes them.
results = check_server(SyncSCIMClient(client), resource_types=["User"])
counted = Counter(result.status for result in results)
for result in results:
    if result.status != Status.SUCCESS:
        print(f"{result.status.name}: {result.title}: {result.reason}")
print("scim2-tester:", ", ".join(f"{count} {status.name.lower()}" for status, count in counted.items()))
broken = sum(count for status, count in counted.items() if status.name in ("ERROR", "CRITICAL"))
sys.exit(1 if broken or counted[Status.SUCCESS] < FEWEST else 0)
