#!/usr/bin/python3
"""Compares our recurrence rules with python3-dateutil's, exceptions included.

Random rules of our subset are expanded by both sides from a random day on. We are given each as
RRULE text, or as people say it (speech.py), and write it and read it again before we expand it.
Where dateutil is known to differ from RFC 5545, it is asked in a way that does not (see `expand`).
issue 3: "100,000 random rules, no mismatch"
"""

import datetime
import multiprocessing
import random as numbers
import sys
import types

from dateutil import rrule

sys.dont_write_bytecode = True
import oracle  # noqa: E402
import speech  # noqa: E402

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
EPOCH = datetime.date(1970, 1, 1)
LIMIT = 15
BATCH = 2500


def limit_years(last):
    """A rule that never comes round would keep dateutil busy until the year 9999."""
    rrule.datetime = types.SimpleNamespace(**vars(datetime))
    rrule.datetime.MAXYEAR = last


def number_of(day):
    return (day - EPOCH).days


def day_of(number):
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(days=number)


def sample(random, most, values):
    return random.sample(values, min(len(values), random.randint(1, most)))


def signed(random, most):
    return [n for n in range(-most, most + 1) if n] if random.random() < 0.6 else \
        list(range(1, most + 1))


def random_by_day(random, frequency):
    if frequency == "MONTHLY" and random.random() < 0.75:
        return list({(random.choice(signed(random, 5)), random.choice(WEEKDAYS))
                     for _ in range(random.randint(1, 4))})
    return [(0, day) for day in sample(random, random.choice([1, 2, 5, 7]), WEEKDAYS)]


def random_rule(random):
    """A rule as a dictionary of its parts; lists hold numbers or (ordinal, weekday)."""
    frequency = random.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY"])
    rule = {"FREQ": frequency}
    if random.random() < 0.6:
        rule["INTERVAL"] = random.choice([1, 2, 2, 3, 4, 5, 7, 12, random.randint(1, 40)])
    if random.random() < (0.3 if frequency == "DAILY" else 0.6):
        rule["BYDAY"] = random_by_day(random, frequency)
    if frequency != "WEEKLY" and random.random() < 0.4:
        rule["BYMONTHDAY"] = sample(random, random.choice([1, 3, 8]), signed(random, 31))
    if ("BYDAY" in rule or "BYMONTHDAY" in rule) and random.random() < 0.3:
        rule["BYSETPOS"] = sample(random, 3, signed(random, random.choice([1, 3, 8, 31])))
    if random.random() < 0.4:
        rule["WKST"] = random.choice(WEEKDAYS)
    return rule


def random_end(random, rule, start):
    kind = random.random()
    if kind < 0.25:
        rule["COUNT"] = random.randint(1, 40)
    elif kind < 0.4:
        rule["UNTIL"] = start + datetime.timedelta(days=random.randint(0, 900))


def text_of(rule):
    parts = []
    for name, value in rule.items():
        if name == "BYDAY":
            value = ",".join((str(n) if n else "") + day for n, day in value)
        elif isinstance(value, list):
            value = ",".join(map(str, value))
        elif name == "UNTIL":
            value = value.strftime("%Y%m%d")
        parts.append(f"{name}={value}")
    return ";".join(parts)


def expand(rule, start, horizon):
    """All days of a rule up to the horizon, by dateutil."""
    weekdays = [getattr(rrule, day)(n) if n else getattr(rrule, day)
                for n, day in rule.get("BYDAY", [])]
    wkst = rule.get("WKST", "MO")
    begin = start
    if rule["FREQ"] == "WEEKLY" and "BYSETPOS" in rule:
        # In the first week dateutil counts positions from the start, not from the week's
        # first day; so it is asked from there.
        begin -= datetime.timedelta(days=(start.weekday() - WEEKDAYS.index(wkst)) % 7)
    last = min(rule.get("UNTIL", horizon), horizon)
    days = rrule.rrule(FREQUENCIES[rule["FREQ"]], dtstart=begin, until=last,
                       interval=rule.get("INTERVAL", 1), wkst=WEEKDAYS.index(wkst),
                       byweekday=weekdays or None, bymonthday=rule.get("BYMONTHDAY"),
                       bysetpos=rule.get("BYSETPOS"))
    # COUNT is taken here: dateutil cannot stop at a count and at a date.
    return [day for day in days if day >= start][:rule.get("COUNT")]


def random_exceptions(random, days, start):
    """Skipped, extra and moved days; mostly of days that the rule has."""
    def some_day():
        if days and random.random() < 0.8:
            return number_of(random.choice(days[:LIMIT]).date())
        return number_of(start.date()) + random.randint(-5, 60)
    if random.random() < 0.6:
        return [], [], {}
    skipped = [some_day() for _ in range(random.randint(0, 3))]
    extra = [some_day() for _ in range(random.randint(0, 3))]
    moved = {some_day(): some_day() + random.randint(-9, 9) for _ in range(random.randint(0, 3))}
    return skipped, extra, moved


def apply_exceptions(days, skipped, extra, moved):
    rules = rrule.rruleset()
    for day in days:
        rules.rdate(day)
    for number in extra:
        rules.rdate(day_of(number))
    for number in skipped:
        rules.exdate(day_of(number))
    numbers = [number_of(day.date()) for day in rules]
    return sorted({moved.get(number, number) for number in numbers})


def random_case(random):
    start = day_of(random.randint(9000, 30000))
    kind = random.choice(["rule", "said", "words"])
    if kind == "words":
        text, rule = speech.random_words(random, lambda rule: random_end(random, rule, start))
    else:
        rule = random_rule(random)
        random_end(random, rule, start)
        text = text_of(rule)
    span = random.choice([30, 200] if rule["FREQ"] != "MONTHLY" else [100, 400, 1400])
    horizon = start + datetime.timedelta(days=span)
    # Moves may come from behind the horizon; both sides then look a little further.
    limit_years(horizon.year + 1)
    days = expand(rule, start, horizon + datetime.timedelta(days=30))
    skipped, extra, moved = random_exceptions(random, days, start)
    after = number_of(start.date()) + random.choice([-1, -1, -30, random.randint(0, span)])
    end = number_of(horizon.date())
    expected = [day for day in apply_exceptions(days, skipped, extra, moved) if after < day <= end]
    exceptions = [f"s{day}" for day in skipped] + [f"e{day}" for day in extra] + \
        [f"m{day}>{to}" for day, to in moved.items()]
    question = " ".join([kind, str(number_of(start.date())), str(after), str(end), str(LIMIT),
                         ",".join(exceptions) or "-", text])
    return question, "".join(f"{day} " for day in expected[:LIMIT])


def run_batch(work):
    """The first mismatch of a batch, or nothing; how many days, and how many rules in words. Its
    numbers depend on the seed and its place alone, whoever runs it."""
    driver, seed, place, size = work
    random = numbers.Random(f"{seed} {place}")
    questions, expected = zip(*(random_case(random) for _ in range(size)))
    mismatch = oracle.find_mismatch(questions, oracle.ask(driver, questions), expected)
    return (mismatch, sum(answer.count(" ") for answer in expected),
            sum(question.startswith("words") for question in questions))


def main():
    args, _ = oracle.arguments(__doc__, 100000)
    batches = [(args.driver, args.seed, place, min(BATCH, args.size - place))
               for place in range(0, args.size, BATCH)]
    days = words = 0
    with multiprocessing.Pool() as pool:
        for mismatch, more_days, more_words in pool.imap(run_batch, batches):
            if mismatch:
                sys.exit(mismatch)
            days, words = days + more_days, words + more_words
    print(f"rules: {args.size} rules agree, {words} of them in words; {days} days in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
