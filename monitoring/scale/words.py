"""What is said in all those agreements: sentences as documents and reports have them, of about their length."""

from zlib import crc32

THEMES = (
    "Beschikbaarheid en nieuwbouw",
    "Betaalbaarheid",
    "Verduurzaming en kwaliteit",
    "Wonen, zorg en welzijn",
    "Leefbaarheid en veiligheid",
)
SUBJECTS = (
    "sociale huurwoningen",
    "middenhuurwoningen",
    "levensloopbestendige woningen",
    "flexwoningen",
    "woningen met energielabel E, F of G",
    "woningen voor statushouders",
    "standplaatsen voor woonwagens",
    "geclusterde woningen voor ouderen",
    "jongerenwoningen",
    "woningen zonder aardgas",
)
AIMS = (
    "De voorraad {what} groeit tot en met {last} met ten minste {number}, waarvan de helft binnen de bestaande kernen.",
    "Partijen houden het aantal {what} ten minste op peil en leggen elk jaar voor wat er bijkomt en wat er verdwijnt.",
    "Wie zich inschrijft voor {what} vindt binnen {number} maanden een passende woning; de wachttijd loopt niet verder op.",
    "Huurders van {what} betalen niet meer dan past bij hun inkomen. Bij {number} huishoudens per jaar kijken partijen mee.",
    "Bij {what} gaat het energieverbruik omlaag: in {last} is dat {number} procent minder dan in het eerste jaar.",
    "Bewoners van {what} praten mee over hun buurt; in elke kern is er {number} keer per jaar een gesprek.",
)
MORE = (
    "Partijen monitoren dit halfjaarlijks en bespreken de uitkomst in het bestuurlijk overleg.",
    "De gemeente zorgt voor locaties en procedures, de corporaties voor plannen en uitvoering.",
    "Waar de markt anders loopt dan verwacht, leggen partijen elkaar voor het einde van het jaar een voorstel voor.",
    "De huurdersorganisaties worden betrokken voordat een besluit wordt genomen.",
)
DONE = (
    "De {number} {what} aan de noordkant van de kern zijn opgeleverd en verhuurd.",
    "Het plan voor {number} {what} is door de raad vastgesteld; de vergunning is aangevraagd.",
    "Partijen hebben de aanpak voor {what} geëvalueerd en leggen de uitkomst in het overleg van het najaar voor.",
    "Voor {number} {what} is de subsidie toegekend en de aannemer gekozen.",
    "De gemeente heeft voor {what} twee locaties aangewezen; bewoners zijn er bij betrokken.",
    "Doorlopend: {what} worden met voorrang toegewezen aan wie het hardst een woning nodig heeft.",
)
REPORTED = (
    "De voorbereiding is klaar en de eerste {number} woningen zijn in uitvoering. De planning van de aannemer is ontvangen.",
    "Met de werkgroep zijn afspraken gemaakt over de volgorde. Er zijn {number} gesprekken met bewoners gevoerd.",
    "Het besluit is genomen. Sinds de vorige ronde zijn er {number} woningen bijgekomen.",
)
NEXT = "Voor het einde van het kwartaal volgt de opdracht; in het overleg daarna leggen we de stand van zaken voor."
CAUSE = "De aansluiting op het net komt {number} maanden later dan de netbeheerder eerder had toegezegd."
EFFECT = "De oplevering schuift door naar het volgende jaar; het aantal woningen blijft gelijk."
CORRECTION = "We vragen een tijdelijke voorziening aan en trekken een ander complex naar voren."
ASK = "Instemmen met een latere oplevering, en samen bij de netbeheerder aan tafel."
COMMENTS = (
    "Is dit nog haalbaar nu de bouwkosten zo oplopen?",
    "Kan hier bij staan om welke kernen het gaat?",
    "Wij missen de rol van de huurdersorganisatie.",
    "Dit stond vorig jaar ook zo; is er sindsdien iets veranderd?",
)
MINUTES = (
    "De voorzitter opent het overleg. Het verslag van de vorige keer is vastgesteld.\n\n"
    "De stand van de afspraken is besproken aan de hand van de monitor. Over de afspraken met een risico is doorgevraagd; "
    "de partijen die ze trekken leggen uit wat er wordt bijgestuurd.\n\nDe volgende vergadering is over drie maanden."
)
DECIDED = (
    "Partijen stemmen in met oplevering in het volgende jaar en horen in het voorjaar hoe het ervoor staat.",
    "De afspraak gaat door zoals zij is gemaakt; de gemeente belt deze maand met de netbeheerder.",
)


def number_for(*key: object, below: int) -> int:
    """A number that is the same each time for this key, and looks like chance."""
    return crc32("/".join(map(str, key)).encode()) % below


def one_of(choices: tuple[str, ...], *key: object) -> str:
    return choices[number_for(*key, below=len(choices))]


def goal_text(*key: object, last: int) -> str:
    words = {"what": one_of(SUBJECTS, "what", *key), "number": 3 + number_for("n", *key, below=60), "last": last}
    more = " ".join(MORE[: 1 + number_for("more", *key, below=len(MORE))])
    return f"{one_of(AIMS, 'aim', *key).format(**words)}\n\n{more}"


def action_text(*key: object) -> str:
    return said(DONE, *key)


def said(choices: tuple[str, ...], *key: object) -> str:
    """One of these sentences, with a subject and a number filled in."""
    return one_of(choices, "said", *key).format(what=one_of(SUBJECTS, "what", *key), number=2 + number_for("n", *key, below=80))
