"""Who may see what: export profiles, and how personal values are shortened for each.

Done where values are read, so that nothing downstream ever holds more than is shown.
"""

import re
from collections.abc import Callable
from functools import partial

from app.models.fields import Choice, Field, Mask, Privacy

STAR = "*"


class Profile(Choice):
    """Whom something is made for."""

    PUBLIC = "公开"
    ALLIANCE = "报联盟"
    INTERNAL = "内部"
    FULL = "完整"


def visible(field: Field, profile: Profile) -> bool:
    """Whether a column may be there at all.

    Outside the college, personal values go out only if they can be shortened; in public, only
    names can.
    """
    match profile:
        case Profile.FULL:
            return True
        case Profile.INTERNAL:
            return field.privacy < Privacy.SENSITIVE or field.mask is not Mask.NONE
        case Profile.ALLIANCE:
            return field.privacy < Privacy.PERSONAL or field.mask is not Mask.NONE
        case Profile.PUBLIC:
            named = field.privacy is Privacy.PERSONAL and field.mask is Mask.NAME
            return field.privacy is Privacy.PUBLIC or named


def masked(field: Field, value: object, profile: Profile) -> str:
    """The value as its receiver may read it; empty if the column may not be there."""
    if not visible(field, profile) or value is None:
        return ""
    shown = value if isinstance(value, str) else field.show(value)
    shorten = _shortened(field, profile)
    if shorten is not None:
        return "、".join(shorten(part) for part in shown.split("、"))
    if profile in _OUTSIDE and not field.identifier:
        return scrub(shown)
    return shown


def guarded(field: Field, value: object, profile: Profile) -> object:
    """As `masked`, but a value with nothing to hide stays what it is: numbers can be added."""
    text = isinstance(value, str) or _shortened(field, profile) is not None
    return masked(field, value, profile) if text or not visible(field, profile) else value


def scrub(text: str) -> str:
    """A free text in which mobile and identity numbers are shortened wherever they stand."""
    bare = _ID_INSIDE.sub(lambda found: identity(found[0], strict=True), text)
    return _MOBILE_INSIDE.sub(lambda found: phone(found[0]), bare)


def identity(number: str, *, strict: bool) -> str:
    """Strict: 51****************; otherwise 510112********003X. Short ones always strictly."""
    if strict or len(number) < _OLD_ID:
        kept = min(2, len(number) // 4)
        return number[:kept] + STAR * (len(number) - kept)
    return number[:6] + STAR * (len(number) - 10) + number[-4:]


def phone(number: str) -> str:
    """138****0001; of a fixed line the area code and two digits."""
    if _MOBILE.fullmatch(number):
        return number[:3] + STAR * 4 + number[-4:]
    area, dash, rest = number.rpartition("-") if number.count("-") == 1 else ("", "", number)
    if len(area) > _AREA:  # an extension stands behind the dash, not an area in front
        area, dash, rest = "", "", number
    kept = 2 if len(rest) > _AREA else 0
    return area + dash + STAR * (len(rest) - kept) + rest[len(rest) - kept :]


def account(number: str) -> str:
    """The last four digits of a bank account."""
    kept = 4 if len(number) >= _CARD else 0
    return STAR * (len(number) - kept) + number[len(number) - kept :]


def name(given: str) -> str:
    """张*, 欧阳**, 扎*·**: the surname, and how long the rest is."""
    kept = 2 if given[:2] in _DOUBLE and len(given) > 2 else 1
    return given[:kept] + "".join(each if each == "·" else STAR for each in given[kept:])


_OUTSIDE = (Profile.PUBLIC, Profile.ALLIANCE)
_OLD_ID, _CARD, _AREA = 15, 12, 4
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_INSIDE = re.compile(r"(?<![\dA-Za-z])1[3-9]\d{9}(?![\dA-Za-z])")
_ID_INSIDE = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])")
_DOUBLE = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
        "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
        "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门南荣"
        "第五",
    )
)


_WAYS: dict[Mask, Callable[[str], str]] = {
    Mask.IDENTITY: partial(identity, strict=True),
    Mask.PHONE: phone,
    Mask.ACCOUNT: account,
    Mask.NAME: name,
}


def _shortened(field: Field, profile: Profile) -> Callable[[str], str] | None:
    """How values of the field are shortened for a receiver; None if they are not."""
    inside = profile is Profile.INTERNAL and field.privacy < Privacy.SENSITIVE
    named = field.mask is Mask.NAME and profile is not Profile.PUBLIC
    if profile is Profile.FULL or inside or named or field.privacy < Privacy.PERSONAL:
        return None
    if field.mask is Mask.IDENTITY and profile is Profile.INTERNAL:
        return partial(identity, strict=False)
    return _WAYS.get(field.mask)
