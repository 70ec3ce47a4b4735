"""`make bench`: prints each goal with what is compared. Exit status 1 when one is missed."""

import sys

from . import clicks, interactions, learners, many_nodes, one_node, twins, uploads, verdicts

MODULES = {
    "one": one_node,
    "many": many_nodes,
    "twins": twins,
    "clicks": clicks,
    "interactions": interactions,
    "verdicts": verdicts,
    "learners": learners,
    "uploads": uploads,
}


def main(names: list[str]) -> int:
    """Measures all modules, or those named."""
    missed = 0
    for name, module in MODULES.items():
        if not names or name in names:
            for goal in module.goals():
                print(goal, flush=True)
                missed += not goal.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
