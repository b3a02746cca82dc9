"""The open week as the server knows it: what was typed, what the desk said of it, and who is told."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from roster import i18n
from roster.board.child import Desk, DeskGoneError, RefusedError
from roster.board.edits import Key, checked, key_of, value_field, values_of
from roster.board.hub import Hub
from roster.board.journal import Journal, Offer
from roster.i18n import _

MOST_DEATHS, DEATHS_WITHIN = 4, 60.0
READING, READY, FAULT, GONE = "reading", "ready", "fault", "gone"


class Board:
    """A workbook that is open: one for a server."""

    def __init__(self, workbook: Path, language: str | None, read_only: bool, command: Sequence[str]) -> None:
        self.workbook, self.read_only = workbook, read_only
        self.hub = Hub()
        self.desk = Desk(command, self._heard)
        self._language = language  # None until somebody chooses one: the brigade's own
        self.journal = Journal(workbook, self._in_workbook)
        self.offer: Offer | None = None
        self.status, self.fault = READING, {"text": "", "places": list[Any]()}
        self.changed = ""
        """The sentence that says that the workbook was changed outside; empty where it was not."""
        self.sequence = 0
        """Grows with each change of what is typed; what the desk judged belongs to one of them."""
        self.shown: dict[str, Any] = {}
        self._stale = True  # whether `shown` lacks something that was typed or judged since
        self._codes: set[str] = set()
        self._people: set[str] = set()
        self._values: dict[Key, Any] = {}
        self._judging: asyncio.Task[None] | None = None
        self._reading = asyncio.Lock()
        self._again = asyncio.Event()
        self.closing = False

    async def keep(self) -> None:
        """Keep a desk at work until the board is closed: one that dies is started again, and told what was typed."""
        deaths: list[float] = []
        while not self.closing:
            await self._live()
            if self.closing:
                return
            if self._again.is_set():
                deaths.clear()
            else:
                now = time.monotonic()
                deaths = [death for death in deaths if now - death < DEATHS_WITHIN] + [now]
                self.hub.tell("said", text=_("What checks the roster has stopped; it is started again."))
            if len(deaths) >= MOST_DEATHS:
                self.fault = {
                    "text": _("What checks the roster stops again and again. What you typed is kept."),
                    "places": [],
                }
                self._set(GONE)
                await self._again.wait()
                deaths.clear()
            self._again.clear()

    async def _live(self) -> None:
        """One desk's life: read, judge what is typed, wait for its end."""
        self._set(READING)
        try:
            await self.desk.start()
            if self.closing:
                await self.desk.end()
                return
            await self._read()
            self._set(READY)
            if self.journal.typed:
                self._judge()
        except RefusedError as fault:
            self.fault = {"text": fault.text, "places": fault.places}
            self._set(FAULT)
            ended = asyncio.create_task(self.desk.ended())
            again = asyncio.create_task(self._again.wait())
            await asyncio.wait((ended, again), return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            again.cancel()
            self._again.set()  # a file that cannot be read is read again when somebody asks
            await self.desk.end()
            return
        except (DeskGoneError, OSError):
            await self.desk.end()
        await self.desk.ended()

    async def close(self) -> None:
        """End the streams and the desk."""
        self.closing = True
        if self._values and self.offer is None and not self.read_only:
            self.journal.close()
        self.hub.close()
        self._again.set()
        await self.desk.end()

    async def state(self) -> dict[str, Any]:
        """All that a page needs to begin with."""
        if self.status == READY and self._stale:
            with contextlib.suppress(DeskGoneError, RefusedError):
                async with self._reading:
                    if self._stale:
                        sequence = self.sequence
                        self.shown = await self.desk.ask("show", lang=i18n.language())
                        self._stale = sequence != self.sequence
        offer = self.offer and {
            "count": self.offer.count,
            "at": self.offer.at,
            "changed": bool(self.offer.hash and self.offer.hash != self.hash),
        }
        return {
            "status": self.status,
            "fault": self.fault,
            "changed": self.changed,
            "sequence": self.sequence,
            "language": i18n.language(),
            "read_only": self.read_only,
            "offer": offer,
            "workbook": self.workbook.name,
            **self._typed(),
            "show": self.shown or None,
        }

    @property
    def hash(self) -> str:
        return str(self.shown.get("hash", ""))

    @property
    def dates(self) -> set[str]:
        """The dates of the roster."""
        return {day["date"] for day in self.shown.get("dates", ())}

    def edit(self, edits: Any, tab: str) -> None:
        """Take what was typed. Raises RefusedError; then nothing of it is taken."""
        self._may_type()
        good = checked(edits, self._values, self._codes, self._people)
        self._keeping(lambda: self.journal.edit(good), tab)

    def undo(self, tab: str) -> None:
        self._may_type()
        self._keeping(self.journal.undo, tab)

    def redo(self, tab: str) -> None:
        self._may_type()
        self._keeping(self.journal.redo, tab)

    def answer_offer(self, take: bool) -> None:
        """Go on from what an earlier board left, or give it up."""
        if self.offer is None or self.read_only:
            return
        if take:
            self.journal.take_over()
        else:
            self.journal.forget()
        self.offer = None
        self._changed("")

    async def save(self, seen: str) -> dict[str, Any]:
        """Write what was typed into the workbook. Raises RefusedError: changed outside, locked, a page that is old."""
        self._may_type()
        if self.status != READY:
            raise RefusedError(str(self.fault["text"]) or _("The workbook is still being read."), "reading")
        if seen != self.hash:
            raise RefusedError(_("This page is older than the workbook: read it again."), "changed")
        edits, sequence = self.journal.edits(), self.sequence
        if not edits:
            return {"text": _("Nothing was typed: there is nothing to save.")}
        try:
            result: dict[str, Any] = await self.desk.ask("save", edits=edits, hash=seen, lang=i18n.language())
        except DeskGoneError as error:
            raise RefusedError(_("What checks the roster has stopped; it is started again.")) from error
        typed_since = self.journal.edits() if sequence != self.sequence else []
        for edit in edits:
            self._values[key_of(edit)] = edit[value_field(edit) or ""]
        self.journal.saved()
        self.shown["hash"] = self.journal.hash = result.get("hash", "")
        if typed_since:
            with contextlib.suppress(OSError):
                self.journal.edit(typed_since)
        self.changed = ""
        self._changed("")
        self.hub.tell("saved", hash=self.hash, text=result.get("text", ""))
        return result

    def again(self) -> None:
        """Read the workbook again; what was typed is laid over it."""
        self._again.set()
        self.changed = ""
        if self.status == READY:
            self._closing_desk = asyncio.create_task(self.desk.end())

    def speak(self, language: str) -> None:
        """Say everything in another language from now on."""
        self._use(language)
        self._stale = True
        self.hub.tell("language", language=language)
        self._judge()

    def _use(self, language: str) -> None:
        i18n.set_language(language)
        self._language = language

    async def ask(self, do: str, **fields: Any) -> Any:
        """What the desk says to a request that changes nothing. Raises RefusedError."""
        try:
            return await self.desk.ask(do, lang=i18n.language(), **fields)
        except DeskGoneError as error:
            raise RefusedError(_("What checks the roster has stopped; it is started again.")) from error

    async def _read(self) -> None:
        async with self._reading:
            self.shown = await self.desk.ask("show", lang=self._language)
        if self._language is None and self.shown.get("language") in i18n.LANGUAGES:
            self._use(self.shown["language"])
        shifts, leaves = self.shown.get("shifts", ()), self.shown.get("leaves", ())
        self._codes = {shift["code"] for shift in shifts} | {leave["kind"] for leave in leaves}
        self._people = {person["id"] for person in self.shown.get("people", ())}
        first = not self._values
        self._values = values_of(self.shown)
        self.journal.hash = self.hash
        self.journal.rebase()
        self._stale = bool(self.journal.typed)
        if first and not self.read_only:
            self.offer = self.journal.offer()

    def _in_workbook(self, key: Key) -> Any:
        return self._values.get(key)

    def _may_type(self) -> None:
        if self.read_only:
            raise RefusedError(_("This board only shows: it was started with --read-only."))
        if self.offer is not None:
            raise RefusedError(_("Say first what is to become of what was typed earlier."), "offer")
        if not self._values:
            raise RefusedError(_("The workbook is still being read."), "reading")

    def _keeping(self, do: Any, tab: str) -> None:
        """Take a step, and say so where it could not be kept beside the workbook."""
        try:
            do()
        except OSError as error:
            text = _("What you type cannot be kept beside the workbook ({reason}): nothing was taken over.")
            raise RefusedError(text.format(reason=error.strerror or error)) from error
        self._changed(tab)

    def _changed(self, tab: str) -> None:
        self.sequence += 1
        self._stale = True
        self.hub.tell("typed", sequence=self.sequence, tab=tab, **self._typed())
        self._judge()

    def _typed(self) -> dict[str, Any]:
        journal = self.journal
        told = [{**edit, "from": self._in_workbook(key)} for key, edit in journal.typed.items()]
        return {"edits": told, "undo": journal.done, "redo": len(journal.steps) - journal.done}

    def _judge(self) -> None:
        if self.status == READY and (self._judging is None or self._judging.done()):
            self._judging = asyncio.create_task(self._judge_until_now())

    async def _judge_until_now(self) -> None:
        """Let the desk judge all that is typed; what came meanwhile is judged next, and nothing in between."""
        judged = -1
        while judged != self.sequence:
            judged, language = self.sequence, i18n.language()
            try:
                result = await self.desk.ask("set", edits=self.journal.edits(), lang=language)
            except RefusedError as fault:
                self.hub.tell("refused", sequence=judged, text=fault.text, places=fault.places)
            except DeskGoneError:
                return
            else:
                self._stale = True
                told = result.get("crews", {})
                came = told.get("whole") or [crew for _before, crew in told.get("came", ())]
                for key, value in values_of({"crews": came}).items():
                    self._values.setdefault(key, value)  # a crew that there is only with what is typed
                self.hub.tell("judged", sequence=judged, **result)

    def _heard(self, message: dict[str, Any]) -> None:
        """What the desk says unasked."""
        if message["event"] == "changed-outside":
            self.changed = str(message.get("text", ""))
            self.hub.tell("changed", text=self.changed)
        elif message["event"] == "judging":
            self.hub.tell("judging", **message.get("result", {}))

    def _set(self, status: str) -> None:
        self.status = status
        self.hub.tell("status", status=status, fault=self.fault)
