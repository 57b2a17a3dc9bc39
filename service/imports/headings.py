"""What a column is, by its heading in many languages. A person adds a heading by adding it to ``WRITTEN``.

Headings are compared without case, accents, blanks and punctuation. A unit in brackets or behind an underscore is kept
beside: ``Gewicht/Stk (kg)``, ``mass_t``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from service.risk.purchase.units import UNITS, kind

WRITTEN = {
    "level": "level|bom level|lvl|level no|hierarchy level|indenture level|explosion level|depth|stufe|ebene|baustufe|"
    "auflösungsstufe|stücklistenstufe|niveau|nivel|livello|nível|poziom|úroveň|nivå|taso|レベル|階層|层级|层次|阶层|уровень|레벨",
    "parent": "parent|parent item|parent part|parent part number|parent id|parent number|parent component|parent_id|"
    "next higher assembly|nha|vater|kopfmaterial|übergeordnete baugruppe|article parent|composé|código padre|"
    "codice padre|código pai|父项|父件|父项编码|母件|親品番|親品目|родитель",
    "line_id": "line_id|line id|line number|line no",
    "item": "item|part|component|artikel|article|articolo|artículo|artigo|komponente|composant|componente|komponent|"
    "部品|物料|零件|деталь",
    "part_number": "part_number|part number|part no|partno|part id|pn|item number|item no|item code|item id|id|"
    "material number|material no|material code|materialnummer|materialnr|artikelnummer|artikelnr|teilenummer|teilenr|"
    "sachnummer|identnummer|komponentennummer|component number|component id|component code|sku|référence article|"
    "code article|numéro de pièce|numéro article|número de pieza|número de parte|código|código de artículo|codice|"
    "codice articolo|codice materiale|numero parte|código do item|número da peça|onderdeelnummer|numer części|indeks|"
    "číslo dílu|artikelnummer|nimikenumero|品番|部品番号|品目コード|物料编码|物料号|物料代码|零件号|料号|номер детали|"
    "артикул|품번|부품번호",
    "name": "name|part name|item name|component name|material name|description|item description|part description|"
    "material description|component description|desc|bezeichnung|benennung|objektkurztext|kurztext|materialkurztext|"
    "artikelbezeichnung|artikelname|beschreibung|désignation|libellé|dénomination|nom|description article|"
    "descripción|denominación|nombre|descrizione|denominazione|nome|descrição|denominação|omschrijving|benaming|naam|"
    "nazwa|opis|název|popis|benämning|beskrivning|nimitys|kuvaus|品名|名称|部品名|品目名|物料名称|物料描述|零件名称|描述|"
    "наименование|название|описание|품명|품목명|명칭",
    "material": "material|werkstoff|matériau|matière|materiale|materiaal|materiał|materiál|grade|magnet grade|güte|"
    "nuance|material grade|werkstoffgüte|材料|材质|材質|牌号|материал|재질",
    "cas": "cas|cas number|cas no|cas nr|casrn|casnummer",
    "element": "element",
    "form": "form",
    "formula": "formula|chemical formula|summenformel|formule|fórmula|formula chimica|化学式|分子式|формула",
    "quantity": "quantity|qty|qty per|quantity per|component quantity|amount|usage|menge|komponentenmenge|anzahl|"
    "stückzahl|stueckzahl|quantité|qté|cantidad|cant|quantità|qtà|quantidade|qtd|qtde|aantal|hoeveelheid|ilość|"
    "množství|počet|antal|mängd|määrä|数量|個数|员数|用量|количество|кол во|수량",
    "total_quantity": "total quantity|total qty|extended quantity|ext qty|qty total|gesamtmenge|quantité totale|"
    "cantidad total|quantità totale|quantidade total|总数量|総数|合計数量|общее количество",
    "base_quantity": "base quantity|base qty|basismenge|quantité de base|cantidad base|quantità base|基本数量",
    "unit": "unit|units|uom|unit of measure|unit of measurement|base unit of measure|quantity unit|bun|um|me|meins|"
    "mengeneinheit|basismengeneinheit|einheit|unité|unité de mesure|unidad|unidad de medida|ud|unità|"
    "unità di misura|unidade|unidade de medida|eenheid|jednostka|jm|jednotka|mj|enhet|yksikkö|単位|单位|计量单位|"
    "ед|ед изм|единица измерения|단위",
    "unit_mass": "unit mass|unit weight|mass per piece|weight per piece|mass per unit|weight per unit|mass each|"
    "weight each|piece weight|part mass|part weight|measured mass per uom|mass per uom|gewicht stk|gewicht stück|"
    "stückgewicht|einzelgewicht|gewicht pro stück|gewicht je stück|gewicht pro me|poids unitaire|masse unitaire|"
    "peso unitario|peso unitário|massa unitaria|stukgewicht|masa jednostkowa|hmotnost kusu|styckvikt|単重|単位重量|"
    "单重|单件重量|масса единицы|масса шт|단중",
    "mass_unit": "measured mass unit|mass unit|weight unit|unit of weight|unit of mass|gewichtseinheit|unité de poids|"
    "unità di peso|unidad de peso|重量单位|重量単位",
    "total_mass": "total mass|total weight|gesamtgewicht|gesamtmasse|poids total|masse totale|peso total|peso totale|"
    "massa totale|totaalgewicht|masa całkowita|celková hmotnost|totalvikt|総重量|总重|总重量|общая масса",
    "mass": "mass|weight|net weight|gewicht|masse|nettogewicht|poids|poids net|peso|peso neto|peso netto|massa|masa|"
    "hmotnost|vikt|paino|質量|重量|净重|масса|вес|중량",
    "mass_per_metre": "mass per metre|mass per meter|weight per metre|weight per meter|metergewicht|gewicht pro meter|"
    "poids au mètre|peso por metro|peso al metro|米重",
    "price": "unit price|price|price per unit|unit cost|cost|standard price|std cost|preis|stückpreis|einzelpreis|"
    "standardpreis|nettopreis|prix|prix unitaire|precio|precio unitario|prezzo|prezzo unitario|preço|preço unitário|"
    "prijs|cena|cena jednostkowa|jednotková cena|pris|単価|单价|价格|цена|단가",
    "price_quantity": "price unit|preiseinheit|price per quantity|unité de prix|unidad de precio|价格单位",
    "price_unit": "order price unit|price uom|bestellpreismengeneinheit|preismengeneinheit",
    "currency": "currency|währung|devise|monnaie|moneda|divisa|valuta|moeda|waluta|měna|通貨|货币|币种|валюта|통화",
    "origin": "country|country of origin|origin|coo|origin country|country of manufacture|made in|ursprung|"
    "ursprungsland|herkunft|herkunftsland|land|pays|pays d origine|origine|país|país de origen|origen|paese|"
    "paese di origine|país de origem|origem|land van herkomst|kraj|kraj pochodzenia|země původu|原産国|原产国|产地|"
    "原产地|страна|страна происхождения|원산지",
    "supplier": "supplier|supplier name|vendor|vendor name|lieferant|fournisseur|proveedor|fornitore|fornecedor|"
    "leverancier|dostawca|dodavatel|leverantör|toimittaja|供应商|供應商|仕入先|サプライヤー|поставщик|공급업체",
    "valid_from": "valid from|valid from date|effective from|effectivity from|effective date|start date|eff from|"
    "gültig ab|valide dès|date de début|date effet|válido desde|valido dal|válido a partir de|geldig vanaf|ważne od|"
    "platné od|有効開始日|生效日期|действует с",
    "valid_to": "valid to|valid to date|effective to|effectivity to|end date|expiry date|disable date|eff to|"
    "gültig bis|fin de validité|date de fin|válido hasta|valido al|válido até|geldig tot|ważne do|platné do|"
    "有効終了日|失效日期|действует до",
    "alternate_group": "alternate_group|alternate group|alternative group|alternative item group|alt group|"
    "alternativgruppe|groupe alternatif|grupo alternativo|gruppo alternativo|替代组|代替グループ",
    "phantom": "phantom|phantom item|phantom assembly|dummy|dummy assembly|phantombaugruppe|fantôme|fantasma|虚拟件|"
    "ファントム",
    "end_use": "end_use|end use",
    "can_do_without": "can_do_without",
    "stock_days": "stock_days|stock days|days of stock|days of supply|stock coverage days|reichweite tage",
    "read_as": "read_as",
    "rare_earth": "rare_earth",
}
"""Headings by role, parted by vertical bars."""
DESCRIBING = frozenset("item part_number name material cas formula element read_as".split())
"""Roles of which a table needs one."""
REPEATED = frozenset(("name", "material"))
"""Roles that several columns may have."""
OTHER = "other"
"""The role of a column that is kept as ``x_*`` and says nothing to the score; a mapping may give it, too."""
ROLES = (*WRITTEN, OTHER)
NUMERIC = frozenset("quantity total_quantity base_quantity unit_mass total_mass mass mass_per_metre price".split())
MASSES = frozenset(("unit_mass", "total_mass", "mass"))
_BRACKETED = re.compile(r"[(\[{]\s*([^()\[\]{}]{1,20}?)\s*[)\]}]")
_BEHIND = re.compile(r"[\s_]([a-z]{1,5})$", re.I)
LONGEST = 100


def key(heading: str) -> str:
    """A heading as headings are compared: its letters and digits, small and without accents."""
    plain = unicodedata.normalize("NFKD", heading[:LONGEST].casefold())
    return "".join(character for character in plain if character.isalnum())


_BY_KEY = {key(written): role for role, headings in WRITTEN.items() for written in headings.split("|")}


def role_of(heading: str) -> tuple[str | None, str | None]:
    """The role that a heading names, and the unit of mass or the currency that it states beside."""
    return _role_of(heading) if len(heading) <= LONGEST else (None, None)


@lru_cache(maxsize=4096)
def _role_of(heading: str) -> tuple[str | None, str | None]:
    if role := _BY_KEY.get(key(heading)):
        return role, None
    bracketed = _BRACKETED.search(heading)
    if bracketed and (role := _BY_KEY.get(key(_BRACKETED.sub(" ", heading)))):
        return role, bracketed[1] if role == "price" else _mass(bracketed[1])
    behind = _BEHIND.search(heading.strip())
    if behind and (unit := _mass(behind[1])):
        role = _BY_KEY.get(key(heading.strip()[: behind.start()]))
        return (role, unit) if role in MASSES or role == "quantity" else (None, None)
    return None, None


def _mass(written: str) -> str | None:
    """The unit as written where it is one of mass."""
    return written if kind(written) in UNITS.values() else None
