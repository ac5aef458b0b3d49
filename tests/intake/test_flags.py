"""What looks like a person in a note or a quote: a text a line, with what is found in it.

A verdict is `nothing`, or `what it looks like: the exact words`, joined by +. All texts are
invented.
"""

import pytest

from sqs.intake import flags
from sqs.intake.flags import find

SPEC = """
e-mail addresses
    Write to sam.lee@example.org first.            | e-mail address: sam.lee@example.org
    (SAM-LEE+1@mail.example.co.uk)                 | e-mail address: SAM-LEE+1@mail.example.co.uk
    They met at 4 @ the office.                    | nothing

phone numbers
    Rang 07700 900123 twice.                       | phone number: 07700 900123
    Rang 07700900123.                              | phone number: 07700900123
    Rang (01632) 960 001 and left word.            | phone number: (01632) 960 001
    Rang +44 7700 900 123                          | phone number: +44 7700 900 123
    Rang +44 (0)7700 900123                        | phone number: +44 (0)7700 900123
    It took 10 to 12 weeks, from 0 to 5 contacts.  | nothing
    Contacts rose from 100200300 to 2014000124.    | nothing

NHS numbers
    NHS 943 476 5919                               | NHS number: 943 476 5919
    NHS 943-476-5919.                              | NHS number: 943-476-5919
    It is 9434765919                               | NHS number: 9434765919
    It is 9434765918                               | nothing
    It is 19434765919                              | nothing

PNC numbers
    On PNC as 2012/0345678K now.                   | PNC number: 2012/0345678K
    PNC 12/345678k                                 | PNC number: 12/345678k
    In 2013/14 there were 4/5 contacts.            | nothing

postcodes
    Lives at SW1A 2AA now.                         | postcode: SW1A 2AA
    lives in lu1 2ab                               | postcode: lu1 2ab
    Moved from LU12AB                              | postcode: LU12AB
    Ranked A1 2nd and B1 3rd.                      | nothing
    Unit E5 2CK is no postcode.                    | nothing

addresses
    Now at 12 Oak Lane with family.                | address: 12 Oak Lane
    Now at 7a, Great Oak Street.                   | address: 7a, Great Oak Street

dates
    Sam was born on 14/02/1999.                    | date of birth: born on 14/02/1999
    DOB: 14.2.99                                   | date of birth: DOB: 14.2.99
    born in 1999 abroad                            | date of birth: born in 1999
    His birthday is 4 March.                       | date of birth: birthday is 4 March
    Seen on 4 March 2001.                          | full date: 4 March 2001
    Seen on 04-Mar-01.                             | full date: 04-Mar-01
    Seen on the 4th of March 2001.                 | full date: 4th of March 2001
    Seen on March 4th, 2001.                       | full date: March 4th, 2001
    Seen on 4 march '01.                           | full date: 4 march '01
    Seen on 2001-03-04.                            | full date: 2001-03-04
    Seen on 4/3/01.                                | full date: 4/3/01
    Seen on 04 03 2001.                            | full date: 04 03 2001
    Seen on 14/02/1999 and 15/02/1999.             | full date: 14/02/1999 + full date: 15/02/1999
    Reviewed in March 2014, in week 3 of 12.       | nothing
    From 9 to 11 years; 3.5 of 10; version 1.2.    | nothing
    A birthday card was made.                      | nothing
    The plan was born of haste in 3 days.          | nothing

names
    We met Anne Smith at home.                     | name: Anne Smith
    John Smith attended.                           | name: John Smith
    Seen with Anne-Marie O’Brien.                  | name: Anne-Marie O’Brien
    Seen with Siân Gŵyn.                           | name: Siân Gŵyn
    Seen with Łukasz Żuk.                          | name: Łukasz Żuk
    Seen with Anne van der Berg.                   | name: Anne van der Berg
    Seen with John P. SMITH.                       | name: John P. SMITH
    Seen with J. Smith and K Jones.                | name: J. Smith + name: K Jones
    Sam T. was late.                               | name: Sam T.
    Mr Smith came.                                 | name: Mr Smith
    then mrs smith came                            | name: mrs smith
    Dr. Jones and PC Brown wrote.                  | name: Dr. Jones + name: PC Brown
    Sam’s mum was told.                            | name: Sam’s mum
    Jess' older brother was told.                  | name: Jess' older brother
    We told Sam's step-father.                     | name: Sam's step-father
    A boy called Sam.                              | name: called Sam
    The worker knew Sam well.                      | name or a place: Sam
    The plan, which Sam's worker wrote, was good.  | name or a place: Sam's
    His aunt (Sam) came.                           | name or a place: Sam
    They moved to Luton.                           | name or a place: Luton
    the Youth Court heard Sam Lee.                 | name: Sam Lee
    Seen with Иван Петров.                         | name: Иван + name: Петров
    王伟 was seen.                                 | name: 王伟
    We saw Anne Smith; later Anne Smith left Luton. | name: Anne Smith + name or a place: Luton
    In June May Jones came.                        | name: June May Jones

no names
    The Youth Court sat on Monday.                 | nothing
    Young People were heard. Parents too.          | nothing
    Mum's partner was part of the plan.            | nothing
    The Youth Rehabilitation Order had run since March. | nothing
    A Vulnerability Management Plan was made with CAMHS. | nothing
    In September, Children's Social Care was told. | nothing
    Good work: All was done. "It helped."          | nothing
    The YOT used AssetPlus and the PSR on time.    | nothing
    She did not miss school. I saw it; I agree.    | nothing
    The Referral Order Panel of South Wales met.   | nothing
    Everyone's mother would agree.                 | nothing
    There was a plan B in team A.                  | nothing

what it cannot see
    Sam attended.                                  | nothing
    we met anne smith                              | nothing
    SAM LEE ATTENDED                               | nothing
    John Court attended.                           | nothing
"""

ROWS = [
    tuple(part.strip() for part in line.split("|")) for line in SPEC.splitlines() if "|" in line
]


def _said(found: list[tuple[str, str]]) -> str:
    words = [f"{looks.removeprefix('a ').removeprefix('an ')}: {word}" for looks, word in found]
    return " + ".join(words) or "nothing"


def _verdicts(database) -> dict[str, str]:
    with database.reading() as cursor:
        find(cursor, "select unnest($texts) as text", {"texts": [text for text, _ in ROWS]})
        rows = cursor.execute("select * from flagged order by text, place").fetchall()
    return {
        text: _said([(looks, words) for of, looks, words, _ in rows if of == text])
        for text, _ in ROWS
    }


@pytest.fixture(scope="module")
def verdicts(empty) -> dict[str, str]:
    return _verdicts(empty)


@pytest.mark.parametrize(("text", "verdict"), ROWS)
def test_what_a_text_looks_like(verdicts, text, verdict):
    assert verdicts[text] == verdict


def test_texts_looked_through_in_parts_look_the_same(empty, verdicts, monkeypatch):
    monkeypatch.setattr(flags, "_BATCH", 200)
    assert _verdicts(empty) == verdicts


def test_a_text_of_nothing_but_addresses_is_flagged_fifty_times(empty):
    addresses = "; ".join(f"a{n}@example.org" for n in range(70))
    with empty.reading() as cursor:
        assert find(cursor, "select $text as text", {"text": addresses}) == 1
        ((number,),) = cursor.execute("select count(*) from flagged").fetchall()
    assert number == 50
