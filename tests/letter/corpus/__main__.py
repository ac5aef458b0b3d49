"""`make corpus`: how well claims are found, bound and judged, for each part of the corpus.

`make corpus ARGS=develop` looks at one part; with `--wrong` the sentences that went wrong follow.
"""

import argparse

from tests.letter.corpus.scoring import DEVELOPED, HELD_OUT, read, score

PARTS = (*DEVELOPED, *HELD_OUT)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.letter.corpus", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; else all")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    asked = parser.parse_args()
    for part in asked.parts or PARTS:
        sentences = read(part)
        if not sentences:
            print(f"{part}: no such file yet")
            continue
        total, every = score(sentences)
        print(f"{part}: {len(sentences)} sentences")
        for step in total.precision:
            print(
                f"  {step:<9} precision {total.precision[step]!s:<15} recall {total.recall[step]}"
            )
        print(f"  sentences with every verdict right {total.sentences}")
        print(f"  sentences with an untrue claim passed as matched {total.passed}")
        for one in every if asked.wrong else ():
            pairs = dict(one.pairs)
            exact = len(pairs) == len(one.claims) and all(
                c.question_id == label.question and c.form == label.form
                for label, c in pairs.items()
            )
            if one.right and exact:
                continue
            print(f"\n  {one.sentence.passage.number} {one.sentence.text}")
            for label in one.sentence.labels:
                print(f"    said  {label.text} | {label.form} {label.question} {label.state}")
            for c in one.claims:
                print(f"    found {c.text} | {c.form} {c.question_id} {c.state} | {c.message}")


if __name__ == "__main__":
    main()
