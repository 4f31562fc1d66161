"""Compare a draft with what is there: by number, then by likeness; docs/decisions/0010-import.md."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agreements.imports.planning.actions import ActionPlanner
from agreements.imports.planning.comparing import set_changes
from agreements.imports.planning.doubts import settle
from agreements.imports.planning.existing import Existing
from agreements.imports.planning.goalless import KEY, ask_about_goals, with_goals
from agreements.imports.planning.plan import LEAVE_OUT, Plan, Planned
from agreements.imports.recognising.draft import ActionDraft, Draft, GoalDraft, ThemeDraft
from agreements.imports.recognising.recognise import Recognised
from agreements.imports.words.leads import Names
from agreements.imports.words.likeness import LIKELY, SURE, Candidates, Words, likeness, words_in
from agreements.imports.words.spelling import bare, words_only
from agreements.markdown import first_words
from agreements.models import Agenda, Agreement, Goal, Theme
from agreements.models.agreement import InAgreement

NEW, WITHOUT_NUMBER = "new", "without_number"
RENAME, KEEP = "rename", "keep"


def make_plan(recognised: Recognised, existing: Existing, answers: dict[str, str]) -> Plan:
    """What taking over the draft would do; answers are by the key of the question. No queries."""
    return _Planner(recognised, existing, answers).plan_all()


@dataclass(slots=True)
class _Planner:
    recognised: Recognised
    existing: Existing
    answers: dict[str, str]
    plan: Plan = field(default_factory=Plan)
    _themes: list[Planned] = field(default_factory=list)  # in the order of the draft
    _themes_by_number: dict[str, Theme] = field(default_factory=dict)
    _themes_by_title: dict[str, Theme] = field(default_factory=dict)
    _close_themes: Candidates = field(default_factory=lambda: Candidates(()))
    _counted: dict[int | str, Words] = field(default_factory=dict)  # words of texts compared often
    _met: set[int] = field(default_factory=set)  # goals of the agreement that stand in the file
    _numbered: dict[tuple[int, str], Planned] = field(default_factory=dict)
    _by_number: dict[str, list[Goal]] = field(default_factory=lambda: defaultdict(list))
    _by_words: dict[str, list[Goal]] = field(default_factory=lambda: defaultdict(list))

    def plan_all(self) -> Plan:
        numbers = {self.existing.words_of(goal).number for goal in self.existing.goals.values()}
        draft = with_goals(self.recognised.draft, self.answers.get(KEY, ""), numbers)
        self.plan.remarks = list(draft.remarks)
        names = Names(self.existing.participants, asked=self.existing.asked)
        themes = [(theme, self.existing.words_of(theme)) for theme in self.existing.themes.values()]
        self._close_themes = Candidates((theme.pk, words.title) for theme, words in themes)
        for known, words in themes:
            self._themes_by_number.setdefault(words.number, known)
            self._themes_by_title.setdefault(bare(words.title), known)
        actions = ActionPlanner(self.existing, self.plan, self.answers, names, self.recognised.is_text)
        for theme in draft.themes:
            self._themes.append(self._theme(theme))
        goals = [(goal, self.existing.words_of(goal)) for goal in self.existing.goals.values()]
        for goal, read in goals:
            self._by_number[read.number].append(goal)
            self._by_words[words_only(read.text)].append(goal)
        candidates = Candidates((goal.pk, read.text) for goal, read in goals)
        for planned, drafts in self._goals(draft, candidates):
            self.plan.goals.append(planned)
            actions.add(planned, drafts)
        self.plan.themes = [theme for theme in self._used_themes() if theme.words]
        self._introductions(draft)
        self._report_missing()
        return self.plan

    def _introductions(self, draft: Draft) -> None:
        """The words before the first chapter of our own documents; the agreement's hold in all its years."""
        agenda = self.existing.agenda
        own = {"introduction_title": draft.introduction_title, "introduction": draft.introduction}
        own = {name: words for name, words in own.items() if words is not None}
        if own:
            words = first_words(draft.introduction or draft.introduction_title or "")
            row = Planned(Agenda, draft.introduction_place, "", words, agenda.pk)
            set_changes(row, agenda, own)
            self.plan.introductions.append(row)
        if draft.agreement_introduction:
            words = first_words(draft.agreement_introduction)
            row = Planned(Agreement, draft.agreement_introduction_place, "", words, agenda.agreement_id)
            self._compare(row, agenda.agreement, {"introduction": draft.agreement_introduction})
            self.plan.introductions.append(row)

    def _used_themes(self) -> list[Planned]:
        """The themes that exist, or have something below them; a heading alone makes no theme."""
        holding = {goal.above for goal in self.plan.goals}
        holding |= {theme.above for theme in self._themes if theme in holding}
        return [theme for theme in self._themes if theme.pk is not None or theme.is_sure or theme in holding]

    # -- Themes

    def _theme(self, draft: ThemeDraft) -> Planned:
        above = self._themes[draft.parent] if draft.parent is not None else None
        row = Planned(Theme, draft.place, draft.number, draft.title, above=above, is_sure=draft.is_sure)
        if draft.doubts:
            settle(draft.doubts, draft.title, row, self.plan, self.answers)
            if row.is_left_out:
                row.words = ""  # nobody can say where what stands below it belongs
                return row
        found = self._find_theme(draft)
        if found is None:
            row.values = {"number": draft.number, "title": draft.title, "introduction": draft.introduction}
            return row
        row.pk = found.pk
        title = self.existing.words_of(found).title
        is_whole = bare(title) == bare(f"{draft.number} {draft.title}")  # such as "12 dorpen", without a number
        if not is_whole and self._keeps_title(draft, found, row):
            return row
        values = ({} if is_whole else {"title": draft.title}) | (
            {"introduction": draft.introduction} if draft.introduction else {}
        )
        self._compare(row, found, values)
        return row

    def _keeps_title(self, draft: ThemeDraft, found: Theme, row: Planned) -> bool:
        """Whether a theme found by its number keeps its other title: asked, as the file may be another's."""
        theme_words = self.existing.words_of(found)
        if likeness(words_in(draft.title), words_in(theme_words.title)) >= LIKELY:
            return False
        sentence = _("This number is that of «%(theme)s». Does that theme get this title?") % {"theme": theme_words}
        options = ((RENAME, _("yes, it gets this title")), (KEEP, _("no, it keeps its own title")))
        return self._ask(f"title:{found.pk}:{bare(draft.title)}", sentence, row, options) != RENAME

    def _find_theme(self, draft: ThemeDraft) -> Theme | None:
        if not draft.title:
            return None
        whole = bare(f"{draft.number} {draft.title}")
        by_title = self._themes_by_title.get(bare(draft.title)) or self._themes_by_title.get(whole)
        if draft.number:
            return self._themes_by_number.get(draft.number, by_title)
        if by_title is not None:
            return by_title
        close, score = self._close_themes.best(draft.title, without=frozenset())
        return self.existing.themes[close] if close is not None and score >= SURE else None

    def _compare(self, row: Planned, instance: InAgreement, values: dict) -> None:
        """What changes, unless all years share these words and a locked agenda has them too."""
        set_changes(row, instance, values)
        if row.changes and (why := self.existing.locks.why_not_change(instance, fields=row.values)):
            row.changes, row.values = [], {}
            row.notes.append(_("The words in the file differ and stay as they are. %(reason)s") % {"reason": why})

    # -- Goals

    def _goals(self, draft: Draft, candidates: Candidates) -> list[tuple[Planned, list[ActionDraft]]]:
        """Every goal with its actions; certain pairs come first: a guess never takes their place."""
        pairs = zip(draft.themes, self._themes, strict=True)
        drafts = [(goal, row) for theme, row in pairs for goal in theme.goals]
        certain = [self._certain(goal, theme) for goal, theme in drafts]
        self._met |= {pk for pk in certain if pk}
        found: dict[int, tuple[Planned, list[ActionDraft]]] = {}
        for (goal, theme), pk in zip(drafts, certain, strict=True):
            planned = self._goal(goal, theme, pk, candidates)
            found.setdefault(id(planned), (planned, []))[1].extend(goal.actions)
        return list(found.values())

    def _certain(self, draft: GoalDraft, theme: Planned) -> int | None:
        """The goal with this number and words that are like it, or with exactly these words."""
        goals = sorted(self._by_number[draft.number], key=lambda goal: goal.theme_id != theme.pk) if draft.number else []
        for goal in goals:
            goal_text = self.existing.words_of(goal).text
            if draft.text is None or words_only(goal_text) == words_only(draft.text):
                return goal.pk
            if likeness(self._words(f"goal {goal.pk}", goal_text), words_in(draft.text)) >= LIKELY:
                return goal.pk
        same = self._by_words[words_only(draft.text)] if draft.text else []
        if len(same) > 1:
            numbered = self._by_number[draft.number]
            same = [goal for goal in same if goal.theme_id == theme.pk and goal in numbered]
        return same[0].pk if len(same) == 1 else None

    def _goal(self, draft: GoalDraft, theme: Planned, pk: int | None, candidates: Candidates) -> Planned:
        words = draft.text or (self.existing.words_of(self.existing.goals[pk]).text if pk else "")
        row = Planned(Goal, draft.place, draft.number, words, pk, above=theme)
        if draft.doubts:
            draft.text = row.words = settle(draft.doubts, words, row, self.plan, self.answers)
            if row.is_left_out:
                row.pk = None
                return row
        if (again := self._again(draft, theme, pk)) is not None:
            return again
        if pk is None:
            pk = self._by_likeness(draft, theme, row, candidates)
        if draft.is_missing and draft.text:
            ask_about_goals(self.plan, row, self.answers)
        if pk is None:
            self._new_goal(draft, theme, row)
        else:
            row.pk = pk
            self._met.add(pk)
            self._known_goal(draft, theme, row, self.existing.goals[pk])
        return row

    def _again(self, draft: GoalDraft, theme: Planned, pk: int | None) -> Planned | None:
        """The row that named this goal before: the same number, and the same words or none."""
        key = (pk or -id(theme), draft.number)
        before = self._numbered.get(key) if draft.number or pk else None
        if before is None or draft.text is None:
            return before
        is_same = likeness(self._words(id(before), before.words), words_in(draft.text)) >= SURE
        return before if is_same else None

    def _words(self, key: int | str, text: str) -> Words:
        if key not in self._counted:
            self._counted[key] = words_in(text)
        return self._counted[key]

    def _by_likeness(self, draft: GoalDraft, theme: Planned, row: Planned, candidates: Candidates) -> int | None:
        """The goal that people say it is; a guess is asked, never taken."""
        if draft.text is None:
            sentence = _("There is no goal with this number. Add its words to the file, or leave the row out.")
            self._ask(f"none:{draft.place}", sentence, row, ((LEAVE_OUT, _("leave this row out")),))
            return None
        numbered = self._by_number[draft.number] if draft.number else []
        same_number = [goal for goal in numbered if goal.theme_id == theme.pk and goal.pk not in self._met]
        best, score = candidates.best(draft.text, without=self._met)
        if same_number:
            likely = same_number[0]
            sentence = _("The number is that of another text. Is this the same goal with new words?")
        elif best is not None and score >= SURE and not draft.number:
            return best
        elif best is not None and score >= LIKELY:
            likely = self.existing.goals[best]
            sentence = _("These words are like those of a goal that is there. Is it the same goal?")
        else:
            return None
        options = [(str(likely.pk), _("yes, it is «%(goal)s»") % {"goal": self.existing.words_of(likely)})]
        options += [] if same_number else [(NEW, _("no, it is a new goal"))]
        answer = self._ask(f"same:{draft.place}", sentence, row, (*options, (LEAVE_OUT, _("leave this row out"))))
        return likely.pk if answer == str(likely.pk) else None

    def _ask(self, key: str, sentence: str, row: Planned, options: tuple) -> str:
        answer = self.plan.ask(key, sentence, row.words or row.number, options, row=row, answers=self.answers)
        row.is_left_out = answer == LEAVE_OUT
        return answer

    def _new_goal(self, draft: GoalDraft, theme: Planned, row: Planned) -> None:
        number, key = draft.number, (-id(theme), draft.number)
        above = self._ask_theme(row, theme) if not theme.words and theme.pk is None else theme
        row.above = above
        is_taken = above.pk is not None and any(goal.theme_id == above.pk for goal in self._by_number[number])
        if number and not row.is_left_out and not self._has_been_asked(row) and (key in self._numbered or is_taken):
            sentence = _("Number %(number)s stands in this theme twice.") % {"number": number}
            options = ((WITHOUT_NUMBER, _("take it over without a number")), (LEAVE_OUT, _("leave this row out")))
            if self._ask(f"double:{draft.place}", sentence, row, options) == WITHOUT_NUMBER:
                number = ""
        self._numbered.setdefault(key, row)
        row.values = {"number": number, "text": draft.text or "", "references": draft.references or "", **_added(draft)}
        if self.existing.has_other_years:
            row.values["start_year"] = self.existing.agenda.year
        if later := self.existing.locks.first_year_after(self.existing.agenda.year):
            row.values["end_year"] = later - 1  # it does not turn up in a text that stands still

    @staticmethod
    def _has_been_asked(row: Planned) -> bool:
        """Whether people say already what becomes of the row itself, and not only where it belongs."""
        return any(question.key != "theme" for question in row.questions)

    def _ask_theme(self, row: Planned, theme: Planned) -> Planned:
        """The theme that people choose for a new goal without a chapter; until then theme, without words."""
        options = tuple((str(theme.pk), self.existing.words_of(theme).heading) for theme in self.existing.themes.values())
        if not options:
            theme.words, theme.values = _("Agreements"), {"number": "", "title": _("Agreements"), "introduction": ""}
            return theme
        sentence = _("New goals stand in no chapter in the file. Where do they belong?")
        answer = self.plan.ask("theme", sentence, row.words, options, row=row, answers=self.answers)
        return Planned(Theme, row.place, "", "", pk=int(answer)) if answer else theme

    def _known_goal(self, draft: GoalDraft, theme: Planned, row: Planned, goal: Goal) -> None:
        self._numbered.setdefault((goal.pk, draft.number), row)
        goal_words = self.existing.words_of(goal)
        row.number, row.words = draft.number or goal_words.number, draft.text or goal_words.text
        values = ({"text": draft.text} if draft.text else {}) | _added(draft)
        if draft.number and not self._is_taken(draft.number, goal):
            values["number"] = draft.number
        if draft.references is not None:
            values["references"] = draft.references
        self._compare(row, goal, values)
        if theme.words and theme.pk != goal.theme_id:
            row.notes.append(_("In the file it stands in another chapter; it stays where it is."))

    def _is_taken(self, number: str, goal: Goal) -> bool:
        return any(other.pk != goal.pk and other.theme_id == goal.theme_id for other in self._by_number[number])

    def _report_missing(self) -> None:
        year = self.existing.agenda.year
        for goal in self.existing.goals.values():
            is_there = goal.runs_in(year) and goal.exists_in(year)
            if goal.pk not in self._met and (self.existing.actions.get(goal.pk) or is_there):
                missing = [goal, *self.existing.actions.get(goal.pk, ())]
                self.plan.missing += [self.existing.words_of(row) for row in missing]


def _added(draft: GoalDraft) -> dict[str, object]:
    """Where the file says that the goal is an additional agreement; else what is known stays."""
    return {"added_on": draft.added_on} if draft.added_on else {}
