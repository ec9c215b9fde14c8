"""Random rules as people say them, each with the parts that it means (see random_rule in
recur_oracle.py). Meaning and words are drawn together, so nothing here reads words.
"""

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["Jan", "February", "mar", "Apr", "May", "june", "Jul", "Aug", "Sept", "Oct", "nov", "Dec"]
NUMBERS = [None, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve"]
ORDINALS = [None, "first", "second", "third", "fourth", "fifth"]
WORKING = {0, 1, 2, 3, 4}
WEEKEND = {5, 6}


def pick(random, *choices):
    return random.choice(choices)


def joined(random, items):
    """Two or more things as a list; the last may have an "and" of its own."""
    between = pick(random, ",", ", ", " and ", " & ", "/")
    last = pick(random, between, " and ", ", and ")
    return last.join([between.join(items[:-1]), items[-1]]) if len(items) > 1 else items[0]


def number(random, value):
    return NUMBERS[value] if value < len(NUMBERS) and random.random() < 0.4 else str(value)


def ordinal(random, value):
    if value < len(ORDINALS) and random.random() < 0.3:
        return ORDINALS[value]
    suffix = "th" if value // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


# --- Weekdays ------------------------------------------------------------------------------------

def weekday(random, day):
    name = NAMES[day]
    return pick(random, name, name[:3], name[:3].lower(), name[:random.randint(3, len(name))],
                name + "s", "weds" if day == 2 else name)


def weekday_span(random):
    """One item of a list, and the days it stands for."""
    if random.random() < 0.15:
        return pick(random, "weekday", "weekdays"), set(WORKING)
    if random.random() < 0.15:
        return pick(random, "weekend", "weekends"), set(WEEKEND)
    first = random.randrange(7)
    if random.random() < 0.8:
        return weekday(random, first), {first}
    length = random.randint(1, 6)
    mark = pick(random, "-", " - ", "..", " to ", " through ", " thru ", "\u2013")
    text = weekday(random, first) + mark + weekday(random, (first + length) % 7)
    return text, {(first + n) % 7 for n in range(length + 1)}


def weekdays(random):
    spans = [weekday_span(random) for _ in range(pick(random, 1, 1, 2, 2, 3))]
    days = set().union(*(days for _, days in spans))
    texts = [text for text, _ in spans]
    if random.random() < 0.15:
        return " ".join(texts), days
    if random.random() < 0.1:
        return pick(random, " and every ", ", each ", " and on ").join(texts), days
    return joined(random, texts), days


def exception(random, days):
    """"except sun", and the days that are left; nothing where none would be."""
    text, excepted = weekdays(random)
    left = days - excepted
    if not left:
        return "", days
    how = pick(random, " except ", " but ", " but not ", ", except for ", " except on ",
               " but not on ")
    return how + text, left


def by_day(days):
    return [(0, WEEKDAYS[day]) for day in sorted(days)]


# --- Periods -------------------------------------------------------------------------------------

def interval(random):
    return pick(random, 1, 1, 2, 2, 3, 4, random.randint(1, 30))


def period(random, unit, count):
    """What follows "every": "other week", "3 weeks", "second week"."""
    if count == 1:
        return pick(random, unit, unit, f"{pick(random, '1', 'one')} {unit}")
    forms = [f"{number(random, count)} {unit}s"]
    if count == 2:
        forms += [f"other {unit}", f"alternate {unit}"]
    if count <= 31:
        forms.append(f"{ordinal(random, count)} {unit}")
    if unit == "week" and count % 2 == 0:
        forms.append("fortnight" if count == 2 else f"{number(random, count // 2)} fortnights")
    return random.choice(forms)


def every(random, unit, count):
    """"every other week", "weekly"."""
    if count == 1 and random.random() < 0.6:
        adverb = {"day": "daily", "week": "weekly", "month": "monthly"}[unit]
        return pick(random, adverb, f"once {adverb}", f"once {pick(random, 'a', 'per')} {unit}")
    if count == 2 and unit == "week" and random.random() < 0.2:
        return "fortnightly"
    return pick(random, "every ", "each ", "once every ") + period(random, unit, count)


def daily(random):
    count = interval(random)
    rule = {"FREQ": "DAILY", "INTERVAL": count}
    text = every(random, "day", count)
    if count == 1 and random.random() < 0.1:
        text = "everyday"
    if count == 1 and random.random() < 0.5:
        more, days = exception(random, set(range(7)))
        if not more:
            more, days = weekdays(random)
            more = pick(random, " ", ", ", " on ", " from ") + more
        rule["BYDAY"] = by_day(days)
        text += more
    return text, rule


def weekly(random):
    count = interval(random)
    rule = {"FREQ": "WEEKLY", "INTERVAL": count}
    if random.random() < 0.15:
        return every(random, "week", count), rule
    text, days = weekdays(random)
    said = set(days)
    if random.random() < 0.15:
        more, days = exception(random, days)
        text += more
    rule["BYDAY"] = by_day(days)
    if count == 1 and random.random() < 0.5:
        return pick(random, "", "", "every ", "each ", "on ", "from ") + text, rule
    # "Every other weekday" is refused: it may mean every second working day.
    if count == 2 and not WORKING <= days and said == days and random.random() < 0.3:
        return pick(random, "every other ", "alternate ", "each alternate ") + text, rule
    if random.random() < 0.3:
        late = pick(random, "every ", "each ") + period(random, "week", count)
        return text + pick(random, " ", ", ") + late, rule
    return every(random, "week", count) + pick(random, " on ", " ", ", ", " from ") + text, rule


# --- Days of the month ---------------------------------------------------------------------------

def place(random, value):
    """"1st", "last", "2nd to last"; and whether it is a number of which no one asks "of what?"."""
    text = "last" if value == -1 else ordinal(random, abs(value))
    is_plain = value > 0 and text[0].isdigit()
    if value < -1:
        text += pick(random, " to last", "-to-last")
    return pick(random, "", "", "the ") + text, is_plain


def places(random, most, from_last=0.3):
    """Some positions, and whether all of them are plain."""
    values = list({random.randint(1, most) * (-1 if random.random() < from_last else 1)
                   for _ in range(pick(random, 1, 1, 2, 3))})
    texts, plain = zip(*(place(random, value) for value in values))
    return joined(random, list(texts)), values, all(plain)


def ordinal_weekdays(random):
    groups = [places(random, 5) + (random.randrange(7),) for _ in range(pick(random, 1, 1, 1, 2))]
    text = joined(random, [f"{text} {weekday(random, day)}" for text, _, _, day in groups])
    rule = {"BYDAY": sorted({(n, WEEKDAYS[day]) for _, values, _, day in groups for n in values})}
    # "Every second sun" is refused where no month is said, for it may count weeks.
    is_clear = len(rule["BYDAY"]) > 1 or rule["BYDAY"][0][0] in (1, -1)
    return text, rule, True, is_clear


def month_days(random):
    text, values, is_plain = places(random, 31)
    if min(values) < 0 and values[-1] != -1 or random.random() < 0.3:
        text, is_plain = text + " day", False
    return text, {"BYMONTHDAY": values}, is_plain, is_plain


def working_days(random):
    text, values, _ = places(random, 22)
    rule = {"BYDAY": by_day(WORKING), "BYSETPOS": values}
    return f"{text} {pick(random, 'weekday', 'weekdays')}", rule, False, False


def monthly(random):
    count = interval(random)
    rule = {"FREQ": "MONTHLY", "INTERVAL": count}
    if random.random() < 0.1:
        return every(random, "month", count), rule
    text, parts, may_be_alone, may_be_every = \
        random.choice([ordinal_weekdays, month_days, working_days])(random)
    rule.update(parts)
    if random.random() < 0.1 and "BYMONTHDAY" in rule:
        rule["BYMONTHDAY"] = [random.randint(1, 31) for _ in range(pick(random, 1, 2))]
        return every(random, "month", count) + " on " + \
            joined(random, [str(day) for day in rule["BYMONTHDAY"]]), rule
    if random.random() < 0.3:
        return every(random, "month", count) + pick(random, " on ", " on the ", " ") + \
            text.removeprefix("the "), rule
    if count == 1 and may_be_alone and random.random() < 0.3:
        return pick(random, "", "on ", "every " if may_be_every else "") + text, rule
    months = pick(random, " ", " of ", " in ", ", ") + \
        pick(random, "every ", "each ") + period(random, "month", count)
    if count == 1 and random.random() < 0.7:
        months = pick(random, " of the month", " of month", " in a month", " monthly")
    return pick(random, "", "on ", "every ") + text + months, rule


# --- The whole -----------------------------------------------------------------------------------

def date(random, day):
    month = MONTHS[day.month - 1]
    return pick(random, day.strftime("%Y-%m-%d"), f"{day.day} {month} {day.year}")


def ending(random, rule):
    comma = pick(random, " ", ", ")
    if "COUNT" in rule:
        times = pick(random, "time", "times")
        return f"{comma}{pick(random, '', 'for ')}{number(random, rule['COUNT'])} {times}"
    if "UNTIL" in rule:
        return f"{comma}{pick(random, 'until', 'till')} {date(random, rule['UNTIL'])}"
    return ""


def random_words(random, end):
    """A rule's words and parts; `end` adds a COUNT or an UNTIL to the parts, or neither."""
    text, rule = random.choice([daily, weekly, weekly, monthly, monthly])(random)
    end(rule)
    text += ending(random, rule)
    change = pick(random, str, str, str.lower, str.upper, str.title)
    blanks = "  " if random.random() < 0.1 else " "
    return change(text).replace(" ", blanks), rule
