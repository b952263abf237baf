"""A name in a question that is no region: of a street, a zone, a bureau, a court, a company."""

from dataclasses import dataclass
from typing import Literal

from assistant.scope.name_forms import speaks_of
from ingest.regions.gazetteer import Region

Kind = Literal["whole", "parts", "areas", "courts", "firms", "bureau", "branch", "place"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `question[start:end]`; a text that holds one of `forms` speaks of it.

    `holder` is the place that it is said to belong to (龙岗 of 龙岗的布吉街道), () where none is.
    """

    text: str
    start: int
    end: int
    kind: Kind
    forms: tuple[str, ...]
    holder: tuple[Region, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether it says of which place a bureau is: 龙岗区司法局, 区司法局, not 司法局."""
        return self.kind != "bureau" or bool(self.holder) or self.text[0] in "省市区县州旗"

    @property
    def is_built(self) -> bool:
        """Whether its form alone says that it is a name: a court of a place, a street or town behind its district."""
        told = self.kind == "parts" and self.text.endswith(("街道", "镇", "乡"))
        # 襄阳街道 may be of 襄阳 or of that name; 五指山市畅好乡 is of 五指山市.
        of_place = self.holder and all(
            one.level == "district" or self.text.startswith((one.name, one.own_name))
            for one in self.holder
        )
        return self.kind == "courts" or (told and bool(of_place))

    def is_in(self, text: str) -> bool:
        """Whether a text speaks of it."""
        return speaks_of(text, self.forms)
