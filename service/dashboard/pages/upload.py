"""``/upload``: a file or pasted text, what each row was read as, and, once confirmed, stored and scored.

Nothing is kept between the steps but in the form itself: each step reads the BOM anew, as ``PUT /v1/boms`` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flask import redirect, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from service.api import json_body
from service.api.context import kernel, services, take_place, today
from service.api.protocol.budget import Budget
from service.api.readings import readings
from service.api.stored import ids
from service.dashboard.findings import language, product
from service.dashboard.pages import stored
from service.dashboard.pages.serving import page, site
from service.errors import RequestError
from service.imports.files import read_file
from service.imports.imported import Imported, ImportedRow
from service.imports.limits import LIMITS
from service.imports.origins import Stages
from service.risk.errors import BomError, FieldError
from service.risk.materials.composition import LOW
from service.schemas.fields import COUNTRIES

MOST_PRODUCTS = 20
"""Products that one form shows. They are scored while the browser waits, so a step stores what fits into its budget."""
FORM_BYTES = 1024 * 1024
SHOWN_LINES = 200
JSON_STARTS = ("{", "[")
NONE = "none"


@dataclass
class Draft:
    """A product that isn't stored yet: its document, what became of each line, and what is wrong with it."""

    bom_id: str
    document: dict[str, Any]
    rows: Mapping[str, int] = field(default_factory=dict)
    lines: Sequence[Mapping[str, Any]] = ()
    faults: Sequence[FieldError] = ()
    new: bool = True

    @property
    def text(self) -> str:
        """The document as the form carries it."""
        return stored.written(self.document).decode()

    @property
    def open(self) -> int:
        """How many lines a person has to say more of."""
        return sum(map(is_open, self.lines))


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether a person has to say what a line is, as on the product's page: it is read in no way or in several."""
    return not row["reading"]["resolved"] or row["reading"]["confidence"] == LOW


@site.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let these two forms be larger than a body of the API, before anything reads them."""
    if endpoint in ("pages.read_upload", "pages.confirm_upload"):
        request.max_content_length = request.max_form_memory_size = LIMITS.file_bytes + FORM_BYTES


@site.get("/upload")
def show_upload() -> BaseResponse:
    """The form for a file or pasted text."""
    return _form()


@site.post("/upload")
def read_upload() -> BaseResponse:
    """Show what each row of a file was read as. Nothing is stored yet."""
    form = request.form
    take_place()
    file = request.files.get("file")
    buyer = form.get("buyer_country", "")
    try:
        drafts, imported = _drafts(file, form.get("pasted", ""), buyer if buyer in COUNTRIES else None)
    except RequestError as error:
        return _form(error, pasted=form.get("pasted", ""), buyer=buyer)
    if name := " ".join(form.get("name", "").split())[:200]:
        drafts[0].document["name"] = name
    return _confirmation(drafts, imported)


@site.post("/upload/confirm")
def confirm_upload() -> BaseResponse:
    """Store and score what was confirmed; what can't be stored stays on the page with the reason."""
    form = request.form
    take_place()
    drafts = [_posted(form, n) for n in range(MOST_PRODUCTS) if f"document-{n}" in form]
    if not drafts:
        return _form(RequestError("Nothing was sent: choose a file first."))
    kept, left, budget = [], [], Budget()
    for draft in drafts:
        try:
            _check_id(draft.bom_id)
            stored.keep(draft.bom_id, stored.written(draft.document), budget, new=draft.new)
            kept.append(draft.bom_id)
        except (RequestError, BomError) as error:
            draft.faults = error.errors or [FieldError("", "refused", error.detail)]
            left.append(draft)
    if left:
        return _confirmation(left, None, kept, 422)
    return redirect(f"/products/{quote(kept[0])}" if len(kept) == 1 else "/", 303)


def _form(error: RequestError | None = None, **values: str) -> BaseResponse:
    countries = sorted({language.alpha2(code) for code in COUNTRIES}, key=language.country)
    typed = {"pasted": "", "buyer": "DE"} | values
    status = 200 if error is None else int(error.status)
    return page("upload.html", status, error=error, countries=countries, typed=typed, most=LIMITS)


def _drafts(file: FileStorage | None, pasted: str, buyer: str | None) -> tuple[list[Draft], Imported | None]:
    """The products of a file, else of pasted text. Raises ``RequestError`` with what can't be read."""
    data = _content(file)
    name = (file.filename or "upload") if data and file else "pasted"
    data = data or pasted.encode()
    if not data.strip():
        empty = file is not None and file.filename
        raise RequestError("The file is empty: choose another." if empty else "Choose a file, or paste rows.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1].decode("latin-1") in JSON_STARTS:
        return [_of_json(data, name, buyer)], None
    imported = read_file(name, data, buyer_country=buyer, today=today(), stage_of=Stages(kernel().resolver))
    if len(imported.products) > MOST_PRODUCTS:
        count = language.plural(len(imported.products), "product")
        raise RequestError(f"The file holds {count}; this page takes {MOST_PRODUCTS} at a time: split the file.")
    if not imported.products:
        raise RequestError(_why_nothing(imported))
    return [Draft(one.bom_id, {**one.bom}, one.rows) for one in imported.products], imported


def _content(file: FileStorage | None) -> bytes:
    """What a file holds. A large one lies on disk until it is closed."""
    if file is None:
        return b""
    with closing(file):
        content: bytes = file.read()
    return content


def _why_nothing(imported: Imported) -> str:
    told = [f"row {row.number}: {row.why}" for row in (*imported.refused, *imported.open)[:3] if row.why]
    return f"Nothing of the file can be scored. {language.sentence('; '.join([*told, *imported.notes]))}".strip()


def _of_json(data: bytes, name: str, buyer: str | None) -> Draft:
    document = json_body.parse(data, services().settings.limits.depth)
    if not isinstance(document, dict):
        raise RequestError("Paste one bill of materials: a JSON object with its lines.")
    if buyer and not document.get("buyer_country"):
        document["buyer_country"] = buyer
    bom_id = document.get("bom_id")
    return Draft(bom_id if isinstance(bom_id, str) else _id_of(document.get("name") or name), document)


def _id_of(text: object) -> str:
    """An id made of a name that reads well in an address."""
    return re.sub(r"[^A-Za-z0-9._:-]+", "-", str(text).rsplit(".", 1)[0]).strip("-._:")[:100] or "product"


def _posted(form: Mapping[str, str], number: int) -> Draft:
    """A product as the form brings it back, with what was chosen for its open lines."""
    document = json_body.parse(form[f"document-{number}"].encode(), services().settings.limits.depth)
    if not isinstance(document, dict):
        raise RequestError("The form was changed on its way; choose the file again.")
    lines = document.get("lines")
    for place, line in enumerate(lines if isinstance(lines, list) else ()):
        choice = form.get(f"line-{number}-{place}", "")
        if choice and isinstance(line, dict):
            line.update({"rare_earth": False} if choice == NONE else {"read_as": choice})
    name = " ".join(form.get(f"name-{number}", "").split())[:200]
    if name:
        document["name"] = name
    bom_id = form.get(f"bom_id-{number}", "").strip()
    document.pop("bom_id", None)
    return Draft(bom_id, document, new=f"replace-{number}" not in form)


def _check_id(bom_id: str) -> None:
    if not bom_id or not ids.possible(bom_id):
        raise RequestError(f"Write an id of 1 to {ids.LONGEST} characters, none of them a control character.")
    if {"", ".", ".."} & set(bom_id.split("/")):  # browsers read these as other addresses
        raise RequestError("Between slashes an id needs more than nothing or dots: leave the slashes out.")


def _confirmation(
    drafts: Sequence[Draft], imported: Imported | None, kept: Iterable[str] = (), status: int = 200
) -> BaseResponse:
    """The page that shows what was read; a product that can't be read at all says why."""
    for draft in drafts:
        if not draft.faults:
            draft.faults, draft.lines = _read(draft.document)
        elif not draft.lines:
            draft.lines = _read(draft.document)[1]
    told: list[ImportedRow] = [*imported.refused, *imported.open] if imported else []
    return page(
        "upload_confirm.html", status, drafts=drafts, imported=imported, told=told, kept=list(kept),
        is_open=is_open, described=product.described, amount=product.amount, shared=product.shared, shown=SHOWN_LINES,
        worst=any(d.faults for d in drafts),
    )  # fmt: skip


def _read(document: Mapping[str, Any]) -> tuple[Sequence[FieldError], Sequence[Mapping[str, Any]]]:
    """What is wrong with a document, and how its lines are read."""
    try:
        return (), readings(stored.parsed(stored.written(document)).lines)
    except (RequestError, BomError) as error:
        return error.errors or [FieldError("", "refused", error.detail)], ()
