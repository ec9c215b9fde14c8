"""Seven years of records, written straight into the files of a daemon that does not run.

They are the rows the daemon would have left had it run since: every Sunday each manager gives out
the next week, every evening people say what they have done, every four weeks the manager looks at
each resident's record. Five of a house's ten have stayed all the time, who live in the other five
beds have changed twice a year. The chain of the audit goes on where the daemon's ended, so the
daemon checks and seals all of it at its next start.
"""
import datetime
import functools
import hashlib
import json
import os
import random
import sqlite3
import sys
import time
import zoneinfo

ZONE = zoneinfo.ZoneInfo("America/New_York")
WEEKS = 365
PLACES = 10  # residents of a house at a time
STAYERS = 5  # of them
STAY_WEEKS = 26  # of the others
CHORES = 14  # of a house: one for each resident, and four that go round
WRAPPED_SIZE = 61  # a wrapped key in keys.db
DETAILS = {"Assign": 293, "Done": 69, "Show": 69}  # bytes of what is sealed beside an entry
TABLES = ("assignment", "assignment_mark", "event", "audit", "audit_on", "checkpoint", "person",
          "stay", "sealed_key")


@functools.cache
def first_monday():
    """The first day of the seven years; the current week is number WEEKS."""
    today = datetime.datetime.now(ZONE).date()
    return today - datetime.timedelta(days=today.weekday() + 7 * WEEKS)


def day_of(week, weekday=0):
    return (first_monday() + datetime.timedelta(days=7 * week + weekday)).isoformat()


def moved_in(place):
    return day_of(0 if place < STAYERS else (WEEKS - 1) // STAY_WEEKS * STAY_WEEKS)


def chores_of(place, week):
    """Everybody has one chore for good, and one that goes round."""
    return place, PLACES + (place + week) % (CHORES - PLACES)


def instant(day, hour):
    """Seconds UTC of that hour in the houses' zone."""
    local = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(hour))
    return int(local.replace(tzinfo=ZONE).timestamp())


def stamp_of(at):
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(at))


def line(seq, stamp, actor, noun, method, house, person, digest):
    """An entry as daemon/rpc/record.c writes it."""
    return (f'{{"seq":{seq},"at":"{stamp}","actor":"person:{actor}","via":"socket",'
            f'"noun":"{noun}","method":"{method}","house":{house},"on":["person:{person}"],'
            f'"outcome":"done","rules":0,"detail":"{digest}"}}')


def chained(previous, body):
    """As common/chain.h has it."""
    return hashlib.sha256(f"{previous}\n{body}\n".encode()).hexdigest()


def check_lines(db):
    """What is written here must be what the daemon writes, to the byte."""
    for method, size in DETAILS.items():
        seq, body, kept, length = db.execute(
            "select seq, body, hash, length(detail) from audit where body like ?"
            " order by length(detail) limit 1", (f'%"method":"{method}"%',)).fetchone()
        previous, = db.execute("select hash from audit where seq = ?", (seq - 1,)).fetchone()
        said = json.loads(body)
        at = int(datetime.datetime.fromisoformat(said["at"]).timestamp())
        ours = line(seq, stamp_of(at), said["actor"].removeprefix("person:"), said["noun"], method,
                    said["house"], said["on"][0].removeprefix("person:"), said["detail"])
        if ours != body or chained(previous, body) != kept or length != size:
            sys.exit(f"bench: the daemon's entries are not as years.py has them: {body}")


class House:
    def __init__(self, db, number, handle):
        self.number = number
        people = dict(db.execute("select handle, id from person where house = ?", (number,)))
        chores = dict(db.execute("select handle, id from chore where house = ?", (number,)))
        beds = dict(db.execute("select handle, id from bed where house = ?", (number,)))
        self.handle = handle
        self.boss = people["boss"]
        self.chores = [(f"c{c}", chores[f"c{c}"]) for c in range(CHORES)]
        self.places = [self.fill_place(db, place, people[f"p{place}"], beds[f"b{place}"])
                       for place in range(PLACES)]

    def fill_place(self, db, place, now, bed):
        """The place's people, one after the other; those who have left are made here."""
        if place < STAYERS:
            return [now]
        people = []
        for turn in range((WEEKS - 1) // STAY_WEEKS):
            begin, end = day_of(turn * STAY_WEEKS), day_of((turn + 1) * STAY_WEEKS)
            at = instant(begin, 12)
            person = db.execute("insert into person (house, handle, name, added_at)"
                                " values (?, ?, ?, ?)",
                                (self.number, f"f{place}-{turn}", f"Former {turn}", at)).lastrowid
            stay = db.execute("insert into stay (person, house, moved_in_on, moved_out_on,"
                              " admitted_at, orientation_due_at, ended_by)"
                              " values (?, ?, ?, ?, ?, ?, 'resident')",
                              (person, self.number, begin, end, at, at + 86400)).lastrowid
            db.execute("insert into lodging (stay, bed, from_on, until_on) values (?, ?, ?, ?)",
                       (stay, bed, begin, end))
            people.append(person)
        return people + [now]

    def person(self, place, week):
        people = self.places[place]
        return people[week // STAY_WEEKS] if len(people) > 1 else people[0]


class Years:
    """The rows of one week at a time."""

    def __init__(self, db):
        self.db = db
        self.random = random.Random(1)
        self.houses = [House(db, *row) for row in
                       db.execute("select id, handle from house order by id").fetchall()]
        self.seq, self.hash = db.execute(
            "select seq, hash from audit order by seq desc limit 1").fetchone()
        self.assignment, = db.execute("select max(id) from assignment").fetchone()
        self.months = set()
        self.begin_week()

    def begin_week(self):
        self.assignments, self.marks, self.events = [], [], []
        self.audits, self.concerned = [], []

    def end_week(self):
        many = self.db.executemany
        many("insert into assignment (id, house, chore, person, on_date, due_at, state, place,"
             " is_agreed) values (?, ?, ?, ?, ?, ?, ?, 1, 1)", self.assignments)
        self.marks.sort()
        many("insert into assignment_mark (assignment, number, kind, at, actor)"
             " values (?, ?, ?, ?, ?)", self.marks)
        many("insert into event (at, house, kind, audience, person, subject, on_date)"
             " values (?, ?, ?, ?, ?, ?, ?)", self.events)
        many("insert into audit values (?, ?, ?, ?, ?, ?, ?, ?)", self.audits)
        many("insert into audit_on (person, seq, read_by_other) values (?, ?, ?)", self.concerned)
        self.begin_week()

    def entry(self, at, actor, noun, method, house, person):
        self.seq += 1
        detail = self.random.randbytes(DETAILS[method])
        stamp = stamp_of(at)
        body = line(self.seq, stamp, actor, noun, method, house, person,
                    hashlib.sha256(detail).hexdigest())
        self.hash = chained(self.hash, body)
        was_read = method == "Show"
        self.audits.append((self.seq, body, self.hash, detail, house, noun, actor, was_read))
        self.concerned.append((person, self.seq, was_read))
        if actor != person:
            self.concerned.append((actor, self.seq, 0))
        # Whose key it is sealed under; a house's entries are nobody's.
        self.months.add((0 if method == "Assign" else person, stamp[:7]))

    def give_out(self, house, week, days, at):
        """The manager's Sunday. Returns what will be done of it: nine of ten."""
        todo = []
        for place in range(PLACES):
            person = house.person(place, week)
            for handle, chore in (house.chores[c] for c in chores_of(place, week)):
                self.entry(at, house.boss, "Chore", "Assign", house.number, person)
                for weekday, (day, due) in enumerate(days):
                    self.assignment += 1
                    done = self.assignment % 10 != 0
                    self.assignments.append((self.assignment, house.number, chore, person, day,
                                             due, "done" if done else "planned"))
                    self.marks.append((self.assignment, 1, "assigned", at, f"person:{house.boss}"))
                    self.events.append((at, house.number, "chore-assigned", "person", person,
                                        handle, day))
                    if done:
                        todo.append((weekday, self.assignment, house.number, person, handle))
        return todo

    def evening(self, day, todo):
        """Fifty houses at once: what one does stands between what others do."""
        self.random.shuffle(todo)
        for i, (_, assignment, house, person, handle) in enumerate(todo):
            at = instant(day, 18) + i * 10
            self.marks.append((assignment, 2, "done", at, f"person:{person}"))
            self.events.append((at, house, "chore-done", "house", person, handle, day))
            self.entry(at, person, "Chore", "Done", house, person)

    def write_week(self, week):
        days = [(day_of(week, weekday), instant(day_of(week, weekday), 21))
                for weekday in range(7)]
        sunday = instant(day_of(week, -1), 18)
        todo = [deed for house in self.houses for deed in self.give_out(house, week, days, sunday)]
        for weekday, (day, _) in enumerate(days):
            self.evening(day, [deed for deed in todo if deed[0] == weekday])
        if week % 4 == 0:
            for house in self.houses:
                for place in range(PLACES):
                    self.entry(instant(days[6][0], 22), house.boss, "Person", "Show", house.number,
                               house.person(place, week))
        self.end_week()

    def write_keys(self, folder):
        """The keys themselves are noise: what they would open is noise too."""
        there = set(self.db.execute("select person, period from sealed_key"
                                    " where class = 'audit'"))
        first, = self.db.execute("select max(id) + 1 from sealed_key").fetchone()
        scopes = sorted(self.months - there, key=lambda scope: scope[::-1])
        self.db.executemany("insert into sealed_key values (?, ?, 'audit', ?, 0, null)",
                            ((first + i, *scope) for i, scope in enumerate(scopes)))
        keys = sqlite3.connect(os.path.join(folder, "keys.db"))
        keys.executemany("insert into key values (?, ?)",
                         ((first + i, self.random.randbytes(WRAPPED_SIZE))
                          for i in range(len(scopes))))
        keys.commit()
        keys.close()


def fill(folder, tell):
    db = sqlite3.connect(os.path.join(folder, "kith.db"))
    # Nothing here outlives a failure, so nothing has to be safe.
    db.execute("pragma journal_mode=off")
    db.execute("pragma synchronous=off")
    db.execute("pragma cache_size=-262144")
    check_lines(db)
    years = Years(db)
    for week in range(WEEKS):
        years.write_week(week)
        if week % 52 == 51:
            tell(f"year {week // 52 + 1} is written")
    years.write_keys(folder)
    db.commit()
    db.close()


def count_rows(folder):
    db = sqlite3.connect(f"file:{folder}/kith.db?mode=ro", uri=True)
    counts = {table: db.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES}
    db.close()
    return counts
