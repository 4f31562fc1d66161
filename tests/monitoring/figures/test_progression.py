"""The arithmetic of figures, checked by hand; each case is one that stands in a real agreement."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from monitoring.figures.agreed import Aim, Reading
from monitoring.figures.progression import Standing, progression
from monitoring.figures.words import account_of
from tests.monitoring.agreed import agreed, measured, stand, told

GROWTH = agreed("minimum", "period", "woningen", {None: "75"})
PANELS = agreed("minimum", "year", "woningen", {None: "125"})
EFG_PLANNED = agreed("exact", "year", "woningen", {2024: "0", 2025: "0", 2026: "6"})
EFG_LEFT = agreed("exact", "moment", "woningen", {2028: "0"})
SALES = agreed("maximum", "year", "woningen", {2023: "3", 2024: "12"})
NO_ARREARS = agreed("minimum", "moment", "%", {None: "95"})
EVICTIONS = agreed("exact", "year", "ontruimingen", {None: "0"})
OFF_GAS = agreed("exact", "average", "woningen", {None: "136"}, start=2024, end=2030)
RENT = agreed("maximum", "moment", "€ per maand", {2023: "550"}, price_level=2020)
AFFORDABLE = agreed(
    "no_decrease",
    "moment",
    "woningen",
    {None: "4730"},
    start=2024,
    end=2024,
    baseline=Decimal(4730),
    baseline_on=date(2020, 7, 1),
)
MIDDLE_RENT = agreed("range", "moment", "€ per maand", {None: ("763", "1000")})


def totals(found) -> dict[int, str]:
    return {row.year: str(row.total) for row in found.years if row.total is not None}


def lines(found) -> dict[int, str]:
    return {row.year: str(row.line) for row in found.years if row.line is not None}


# -- At least 75 dwellings in 2023-2026: added up over the period


def test_75_dwellings_half_way_with_38_keeps_up_with_the_line():
    """Two of four years is half of 75: 37,5, and half a dwelling is not asked."""
    account = told(GROWTH, measured("2023-12-31", "20"), measured("2024-12-31", "18"), on="2025-01-15")
    assert account.label == "ligt op koers"
    assert account.sentence == (
        "38 van ten minste 75 woningen tot en met 31 december 2024; op een rechte lijn zouden het er dan 37 zijn."
    )
    assert account.remarks == ()


def test_75_dwellings_year_by_year():
    found = stand(GROWTH, measured("2023-12-31", "20"), measured("2024-12-31", "18"), on="2025-01-15")
    assert totals(found) == {2023: "20", 2024: "38"}
    assert lines(found) == {2023: "18", 2024: "37", 2025: "56", 2026: "75"}


def test_36_dwellings_half_way_stays_behind_and_37_does_not():
    assert stand(GROWTH, measured("2024-12-31", "36", covers_from=date(2023, 1, 1)), on="2025-01-15").standing == "behind"
    assert stand(GROWTH, measured("2024-12-31", "37", covers_from=date(2023, 1, 1)), on="2025-01-15").standing == "on_line"


def test_75_dwellings_are_reached_before_the_end_or_missed_at_the_end():
    early = [measured("2023-12-31", "40"), measured("2024-12-31", "35")]
    assert stand(GROWTH, *early, on="2025-01-15").standing == "reached"
    late = [measured(f"{year}-12-31", "18") for year in (2023, 2024, 2025, 2026)]
    account = told(GROWTH, *late, on="2027-01-15")
    assert account.label == "streefwaarde niet gehaald"
    assert account.sentence == "72 van ten minste 75 woningen tot en met 31 december 2026; dat is 3 te weinig."


def test_a_year_without_a_figure_is_not_a_nil():
    """36 with 2024 missing says nothing: 2024 may have brought 40."""
    account = told(GROWTH, measured("2023-12-31", "20"), measured("2025-12-31", "16"), on="2026-01-15")
    assert (account.label, account.remarks) == ("te weinig cijfers", ("Over 2024 is nog geen cijfer.",))


def test_what_was_measured_after_the_reference_date_does_not_count():
    found = stand(GROWTH, measured("2023-12-31", "20"), measured("2024-12-31", "60"), on="2024-06-30")
    assert (found.comparison.value, found.standing) == (20, "on_line")


def test_figures_of_parts_of_a_year_add_up_and_a_later_figure_of_the_whole_replaces_them():
    half, other_half = measured("2023-06-30", "8"), measured("2023-12-31", "5", covers_from=date(2023, 7, 1))
    assert stand(GROWTH, half, other_half, on="2024-01-15").comparison.value == 13
    assert stand(GROWTH, half, measured("2023-12-31", "14"), on="2024-01-15").comparison.value == 14


def test_what_was_built_outside_the_period_does_not_count_towards_it_and_that_is_told():
    inside, after = measured("2026-12-31", "76"), measured("2027-01-05", "80")
    assert stand(GROWTH, measured("2022-12-31", "500"), measured("2023-12-31", "20"), on="2024-01-15").comparison.value == 20
    account = told(GROWTH, measured("2023-12-31", "1"), inside, after, on="2027-02-01")
    assert account.remarks[-1] == "Het cijfer van 5 januari 2027 ligt buiten 2023 tot en met 2026 en telt niet mee."


# -- At least 125 solar panels a year


def test_125_solar_panels_in_a_whole_year():
    account = told(PANELS, measured("2023-12-31", "130"), on="2024-01-15")
    assert (account.label, account.sentence) == ("streefwaarde gehaald", "130 van ten minste 125 woningen in 2023.")


def test_125_solar_panels_half_way_through_the_year():
    """182 of 366 days of 125 is 62,2."""
    account = told(PANELS, measured("2023-12-31", "130"), measured("2024-06-30", "60"), on="2024-07-15")
    assert account.label == "loopt achter"
    assert (
        account.sentence
        == "60 van ten minste 125 woningen tot en met 30 juni 2024; op een rechte lijn zouden het er dan 62 zijn."
    )


def test_a_year_that_is_over_without_a_figure_is_told_and_not_guessed():
    account = told(PANELS, measured("2023-12-31", "130"), on="2025-07-15")
    assert account.label == "te weinig cijfers"
    assert account.sentence == "130 van ten minste 125 woningen in 2023."
    assert account.remarks == ("Over 2024 is nog geen cijfer.",)


# -- 0, 0, 6 dwellings with a poor label, and none left in 2028


def test_0_0_6_dwellings_as_planned():
    planned = [measured("2024-12-31", "0"), measured("2025-12-31", "0"), measured("2026-12-31", "6")]
    account = told(EFG_PLANNED, *planned[:1], on="2025-01-15")
    assert (account.label, account.sentence) == ("streefwaarde gehaald", "0 woningen in 2024; afgesproken is 0 woningen.")
    account = told(EFG_PLANNED, *planned, on="2027-01-15")
    assert (account.label, account.sentence) == ("streefwaarde gehaald", "6 van 6 woningen in 2026.")


def test_two_dwellings_in_a_year_without_a_plan_are_more_than_agreed_and_no_failure():
    account = told(EFG_PLANNED, measured("2025-12-31", "2"), on="2026-02-01")
    assert account.label == "streefwaarde gehaald"
    assert account.remarks == ("Over 2024 is nog geen cijfer.", "Dat is 2 meer dan afgesproken.")


def test_none_left_in_2028_cannot_be_compared_before_without_a_baseline():
    account = told(EFG_LEFT, measured("2024-12-31", "41"), on="2025-03-01")
    assert account.label == "nog niet te toetsen"
    assert account.sentence == "41 woningen op 31 december 2024; afgesproken is 0 woningen in 2028."


def test_none_left_in_2028_from_60_at_the_end_of_2022_falls_by_ten_a_year():
    quantity = agreed("exact", "moment", "woningen", {2028: "0"}, baseline=Decimal(60), baseline_on=date(2022, 12, 31))
    found = stand(quantity, measured("2024-12-31", "41"), on="2025-03-01")
    assert lines(found) == {2023: "50", 2024: "40", 2025: "30", 2026: "20", 2027: "10", 2028: "0"}
    assert found.standing == "behind"
    assert stand(quantity, measured("2024-12-31", "40"), on="2025-03-01").standing == "on_line"
    assert stand(quantity, measured("2028-12-31", "0"), on="2029-01-15").standing == "reached"
    assert stand(quantity, measured("2028-12-31", "1"), on="2029-01-15").standing == "missed"


# -- At most 12 sales


def test_at_most_12_sales():
    within = told(SALES, measured("2023-12-31", "3"), measured("2024-06-30", "8"), on="2024-07-15")
    assert within.label == "binnen de grens"
    assert within.sentence == "8 van ten hoogste 12 woningen tot en met 30 juni 2024."
    kept = told(SALES, measured("2023-12-31", "3"), measured("2024-12-31", "12"), on="2025-01-15")
    assert kept.label == "binnen de grens gebleven"
    passed = told(SALES, measured("2023-12-31", "3"), measured("2024-06-30", "14"), on="2024-07-15")
    assert passed.label == "grens overschreden"
    assert passed.sentence == "14 van ten hoogste 12 woningen tot en met 30 juni 2024; dat is 2 te veel."


def test_the_target_of_each_year_is_its_own():
    found = stand(SALES, measured("2023-12-31", "4"), on="2024-01-15")
    assert (found.standing, lines(found)) == ("missed", {2023: "3", 2024: "12"})


def test_a_figure_of_a_year_without_a_target_is_shown_and_not_compared():
    account = told(SALES, measured("2026-12-31", "40"), on="2027-01-15")
    assert account.sentence == "40 woningen op 31 december 2026; voor dat jaar is geen streefwaarde afgesproken."


# -- 95 % without arrears, no evictions


def test_95_percent_without_arrears():
    good = told(NO_ARREARS, measured("2023-12-31", "96.2"), on="2024-03-01")
    assert (good.label, good.sentence) == ("ligt op koers", "96,2 % op 31 december 2023; afgesproken is ten minste 95 %.")
    short = told(NO_ARREARS, measured("2023-12-31", "96.2"), measured("2024-12-31", "94.5"), on="2025-03-01")
    assert short.label == "loopt achter"
    assert short.sentence == "94,5 % op 31 december 2024; afgesproken is ten minste 95 %; dat is 0,5 te weinig."


def test_shares_are_never_added_up():
    quantity = agreed("maximum", "year", "%", {None: "30"})
    found = stand(
        quantity, measured("2024-06-30", "20"), measured("2024-12-31", "25", covers_from=date(2024, 7, 1)), on="2025-01-15"
    )
    assert (found.comparison.value, found.standing) == (25, "reached")


def test_evictions_nil():
    none = told(EVICTIONS, measured("2023-12-31", "0"), on="2024-03-01")
    assert none.label == "binnen de grens gebleven"
    assert none.sentence == "0 ontruimingen in 2023; afgesproken is 0 ontruimingen."
    one = told(EVICTIONS, measured("2023-12-31", "0"), measured("2024-03-31", "1"), on="2024-04-01")
    assert one.label == "grens overschreden"
    assert one.sentence == "1 ontruimingen tot en met 31 maart 2024; afgesproken is 0 ontruimingen; dat is 1 te veel."


# -- On average 136 a year through 2030


def test_on_average_136_a_year_through_2030():
    """120 + 142 = 262 in two years, 131 on average; 7 x 136 = 952, so 690 remain for five years: 138 a year."""
    account = told(OFF_GAS, measured("2024-12-31", "120"), measured("2025-12-31", "142"), on="2026-02-01")
    assert account.label == "loopt achter"
    assert account.sentence == (
        "262 tot en met 31 december 2025; afgesproken is gemiddeld 136 woningen per jaar tot en met 2030. "
        "Het gemiddelde van de hele jaren is 131. Op een rechte lijn zouden het er dan 272 zijn. "
        "In de jaren die overblijven zijn er gemiddeld 138 nodig."
    )


def test_an_average_leaves_out_the_year_that_is_missing():
    found = stand(OFF_GAS, measured("2024-12-31", "140"), measured("2026-12-31", "138"), on="2027-02-01")
    assert (found.missing, found.average, found.comparison.line) == ((2025,), Decimal("139.0"), 272)
    assert found.standing == "on_line"


def test_an_average_is_settled_in_its_last_year():
    enough = [measured(f"{year}-12-31", "136") for year in range(2024, 2031)]
    assert stand(OFF_GAS, *enough, on="2031-01-15").standing == "reached"
    short = [*enough[:-1], measured("2030-12-31", "135")]
    assert stand(OFF_GAS, *short, on="2031-01-15").standing == "missed"


# -- A rent threshold with its price level


def test_a_rent_at_its_own_price_level():
    account = told(RENT, measured("2023-07-01", "548.5", price_level=2020), on="2023-10-01")
    assert account.label == "binnen de grens"
    assert account.sentence == "€ 548,50 per maand op 1 juli 2023; afgesproken is ten hoogste € 550 per maand in 2023."
    assert account.remarks == ("Prijspeil 2020.",)


def test_a_rent_at_the_prices_of_another_year_is_not_compared():
    """€ 575,03 at the prices of 2023 is the same rent as € 550 at those of 2020: it is not above the limit."""
    account = told(RENT, measured("2023-07-01", "575.03", price_level=2023), on="2023-10-01")
    assert account.label == "nog niet te toetsen"
    assert account.remarks == ("Een cijfer in prijspeil 2023 is niet te vergelijken met een streefwaarde in prijspeil 2020.",)


# -- May not fall, and a range


def test_what_may_not_fall_from_4730():
    kept = told(AFFORDABLE, measured("2023-07-01", "4812"), on="2023-10-01")
    assert (kept.label, kept.sentence) == (
        "niet gedaald",
        "4.812 woningen op 1 juli 2023; afgesproken is niet onder 4.730 woningen.",
    )
    one_less = [measured("2023-07-01", "4812"), measured("2024-07-01", "4729")]
    account = told(AFFORDABLE, *one_less, on="2024-10-01")
    assert account.label == "gedaald"
    assert account.sentence == "4.729 woningen op 1 juli 2024; afgesproken is niet onder 4.730 woningen; dat is 1 te weinig."
    assert stand(AFFORDABLE, *one_less, on="2025-01-15").standing == "missed"
    assert stand(AFFORDABLE, measured("2024-07-01", "4730"), on="2025-01-15").standing == "reached"


def test_a_range_has_two_ends():
    labels = [
        told(MIDDLE_RENT, measured("2024-07-01", value), on="2024-10-01").label for value in ("762.99", "763", "1000", "1000.01")
    ]
    assert labels == ["buiten de marge", "binnen de marge", "binnen de marge", "buiten de marge"]


# -- Provisional, unknown, nothing


def test_a_provisional_figure_settles_nothing():
    account = told(PANELS, measured("2023-12-31", "130", is_provisional=True), on="2024-01-15")
    assert (account.label, account.remarks) == ("ligt op koers", ("Het cijfer is voorlopig en beslist dus nog niets.",))
    assert stand(PANELS, measured("2023-12-31", "90", is_provisional=True), on="2024-01-15").standing == "behind"


def test_a_figure_that_is_not_known_yet_is_told_with_its_reason():
    account = told(PANELS, measured("2023-12-31", None, unknown_reason="De telling loopt nog."), on="2024-01-15")
    assert (account.label, account.sentence) == (
        "nog geen meting",
        "Er is nog geen meting; afgesproken is ten minste 125 woningen.",
    )
    assert account.remarks == ("Het cijfer van 31 december 2023 is nog niet bekend: De telling loopt nog.",)


def test_a_known_figure_does_not_disappear_behind_a_later_unknown_one():
    found = stand(PANELS, measured("2023-06-30", "60"), measured("2023-12-31", None, unknown_reason="Loopt."), on="2024-01-15")
    assert found.comparison.value == 60


def test_before_the_first_year_nothing_is_asked():
    assert stand(agreed("minimum", "year", "woningen", {None: "9"}, start=2026), on="2024-01-15").standing == "not_yet"
    assert stand(GROWTH, on="2023-01-15").standing == "unknown"


def test_a_target_in_words_is_shown_and_not_compared():
    quantity = agreed("maximum", "year", "%", {})
    formula = Aim(year=2024, value=None, phrase="ten hoogste de loonontwikkeling")
    account = told(_with(quantity, formula), measured("2024-12-31", "5.3"), on="2025-01-15")
    assert account.label == "nog niet te toetsen"
    assert account.sentence == (
        "5,3 % op 31 december 2024; afgesproken is 2024: ten hoogste de loonontwikkeling, en dat staat hier niet als getal."
    )


def _with(quantity, aim):
    return type(quantity)(
        name="x", kind=quantity.kind, per=quantity.per, unit=quantity.unit, start_year=2023, end_year=2026, targets=(aim,)
    )


# -- For every quantity and every figure

KINDS, PERS = ("minimum", "maximum", "exact", "range", "no_decrease"), ("year", "period", "average", "moment")
NUMBERS = st.decimals(min_value=0, max_value=10**7, places=2)
DAYS = st.dates(date(2021, 1, 1), date(2031, 12, 31))
READINGS = st.lists(st.builds(Reading, measured_on=DAYS, value=st.none() | NUMBERS, is_provisional=st.booleans()), max_size=6)


@st.composite
def quantities(draw):
    kind, low = draw(st.sampled_from(KINDS)), draw(NUMBERS)
    value = (low, low + draw(NUMBERS)) if kind == "range" else low
    year = draw(st.sampled_from([None, 2023, 2026, 2030]))
    more = {"baseline": draw(st.none() | NUMBERS), "baseline_on": draw(st.none() | DAYS)}
    return agreed(kind, draw(st.sampled_from(PERS)), draw(st.sampled_from(["woningen", "%", "€"])), {year: value}, **more)


@given(quantities(), READINGS, DAYS)
def test_everything_has_a_standing_and_a_sentence(quantity, readings, on):
    found = progression(quantity, readings, on=on)
    account = account_of(found)
    assert account.label
    assert account.sentence.endswith(".")
    assert [row.year for row in found.years] == list(range(found.years[0].year, found.years[-1].year + 1))
    if found.comparison and found.comparison.is_provisional:
        assert found.standing not in {Standing.REACHED, Standing.MISSED}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=4), st.integers(1, 400))
def test_one_more_dwelling_never_makes_a_minimum_worse(numbers, target):
    order = ["missed", "behind", "on_line", "reached"]
    quantity = agreed("minimum", "period", "woningen", {None: target})
    years = [measured(f"{2023 + index}-12-31", str(number)) for index, number in enumerate(numbers)]
    more = [*years[:-1], measured(f"{2022 + len(numbers)}-12-31", str(numbers[-1] + 1))]
    before, after = (stand(quantity, *rows, on="2027-01-15").standing for rows in (years, more))
    assert order.index(after) >= order.index(before)


@given(st.integers(0, 10**6))
def test_the_line_ends_at_the_target(target):
    found = stand(agreed("minimum", "period", "woningen", {None: target}), on="2024-01-15")
    assert lines(found)[2026] == str(target)
