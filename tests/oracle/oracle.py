"""What the oracle scripts share: the driver, the seed, and the way a mismatch is told."""

import argparse
import random
import subprocess
import sys


def arguments(what, size):
    """DRIVER [--size N] [--seed N]; the seed is printed, so that any run can be had again."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("driver", help="the built time_oracle program")
    parser.add_argument("--size", type=int, default=size, help="how many cases")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    args = parser.parse_args()
    print(f"{parser.prog}: seed {args.seed}, {args.size} cases", flush=True)
    return args, random.Random(args.seed)


def ask(driver, questions):
    """One answer a question, in order."""
    done = subprocess.run([driver], input="\n".join(questions) + "\n", text=True,
                          stdout=subprocess.PIPE, check=True)
    answers = done.stdout.splitlines()
    if len(answers) != len(questions):
        sys.exit(f"{len(questions)} questions, {len(answers)} answers")
    return answers


def find_mismatch(questions, answers, expected, explain=lambda case: ""):
    """Where the driver and the other side differ first; or None."""
    for case, (question, got, wanted) in enumerate(zip(questions, answers, expected)):
        if got != wanted:
            return f"MISMATCH {question} {explain(case)}\n  ours  {got}\n  other {wanted}"
    return None


def compare(*args, **kwargs):
    """Exits 1 at the first mismatch."""
    mismatch = find_mismatch(*args, **kwargs)
    if mismatch:
        sys.exit(mismatch)
