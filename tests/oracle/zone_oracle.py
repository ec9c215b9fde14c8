#!/usr/bin/python3
"""Compares our zones with Python's zoneinfo, which reads the same files by its own code.

Most of the times stand around the changes of the zone, where mistakes live; the others anywhere
between 1901 and 2199. For a time that does not exist the other side's answer is the
first instant after the gap, found by bisection; for one that exists twice the first.
issue 2: "Python's zoneinfo"
"""

import datetime
import sys
import zoneinfo

sys.dont_write_bytecode = True
import oracle  # noqa: E402

ZONES = ["America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo",
         "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
         "Europe/Dublin", "Pacific/Chatham", "Asia/Tehran", "America/Godthab", "Africa/Cairo",
         "Asia/Kolkata", "Etc/UTC"]
OTHER_ZONES = 10  # drawn from all the others at each run
EPOCH = datetime.datetime(1970, 1, 1)
DAY = 86400
BATCH = 200000


def seconds_of(year):
    return int((datetime.datetime(year, 1, 1) - EPOCH).total_seconds())


def offset_at(zone, utc):
    """Seconds east of UTC."""
    moment = (EPOCH + datetime.timedelta(seconds=utc)).replace(tzinfo=zone)
    return int(zone.fromutc(moment).utcoffset().total_seconds())


def change_between(zone, low, high):
    """The first instant with another offset than `low` has; there is one at `high`."""
    before = offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def changes_of(zone):
    found = []
    step = 10 * DAY
    for utc in range(seconds_of(1901), seconds_of(2110), step):
        if offset_at(zone, utc) != offset_at(zone, utc + step):
            found.append(change_between(zone, utc, utc + step))
    return found


def utc_of(zone, local):
    naive = EPOCH + datetime.timedelta(seconds=local)
    first, second = (int(naive.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds())
                     for fold in (0, 1))
    if first == second:
        return f"{local - first} plain"
    if first > second:
        return f"{local - first} fold"
    return f"{change_between(zone, local - second, local - first)} gap"


def random_utc(random, changes):
    if changes and random.random() < 0.5:
        return random.choice(changes) + random.randrange(-2 * DAY, 2 * DAY)
    return random.randrange(seconds_of(1901), seconds_of(2199))


def random_local(random, zone, changes):
    """Often within hours of a change, on either side's clock, and on the round second."""
    utc = random_utc(random, changes)
    if changes and random.random() < 0.5:
        utc = random.choice(changes) - random.randint(0, 1)
    local = utc + offset_at(zone, utc) + random.choice([0, random.randrange(-7200, 7200)])
    return local - local % random.choice([1, 1, 60, 1800])


def run_batch(driver, random, size, names, zones, changes):
    questions = [f"zone {name}" for name in names]
    expected = ["ok"] * len(names)
    for _ in range(size):
        number = random.randrange(len(names))
        zone = zones[number]
        if random.random() < 0.2:
            utc = random_utc(random, changes[number])
            questions.append(f"offset {number} {utc}")
            expected.append(str(offset_at(zone, utc)))
        else:
            local = random_local(random, zone, changes[number])
            questions.append(f"local {number} {local}")
            expected.append(utc_of(zone, local))
    answers = oracle.ask(driver, questions)
    oracle.compare(questions, answers, expected, lambda case: names[int(questions[case].split()[1])])
    return sum(a.endswith("gap") for a in answers), sum(a.endswith("fold") for a in answers)


def main():
    args, random = oracle.arguments(__doc__, 100000)
    others = sorted(zoneinfo.available_timezones() - set(ZONES))
    names = ZONES + random.sample(others, OTHER_ZONES)
    zones = [zoneinfo.ZoneInfo(name) for name in names]
    changes = [changes_of(zone) for zone in zones]
    gaps = folds = 0
    for start in range(0, args.size, BATCH):
        size = min(BATCH, args.size - start)
        more_gaps, more_folds = run_batch(args.driver, random, size, names, zones, changes)
        gaps, folds = gaps + more_gaps, folds + more_folds
    print(f"zones: {args.size} times in {len(names)} zones agree, {gaps} in gaps, {folds} in folds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
