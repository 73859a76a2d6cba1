"""簽章收據: what the school has signed for, each checked here, and a way to take it along."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import signed
from desktop.models.reading import Pair
from desktop.models.rows import ROW, Row, Rows
from desktop.models.signed import Held
from desktop.operations import papers, proofs
from desktop.operations.proofs import Proof
from desktop.views import kit
from desktop.views.host import Host, size_text
from desktop.views.qr import QrLabel
from desktop.views.record_view import PairsCard, readable
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from sync import receipts

NOTHING = "學校還沒有簽收任何一件。送出並同步之後，收據會出現在這裡。"
WHY = "每一件送到學校的事，學校都簽章作證：內容是什麼、什麼時候收到。"
LINE = 32
GOOD = "簽章正確：學校收到的就是這份內容。"


class SignedPage(QWidget):
    """The list at the left, newest first; the receipt at the right. Signatures are checked off the GUI thread."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.found: dict[str, Proof] = {}
        self.shown = ""
        self._record = ""
        self._wanted = ""
        self._reading = 0
        self._sheet = QWidget()
        self.model = Rows(ROLES, self)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """The newest receipt of a record, or a receipt by its intent."""
        self._wanted = record
        self.reload()

    def leave(self) -> bool:
        return True

    # ---- reading

    def reload(self) -> None:
        """Read and check again; the same receipt stays chosen."""
        self._reading += 1
        number = self._reading

        def look() -> tuple[tuple[Proof, ...], tuple[Row, ...]]:
            every = tuple(reversed(proofs.proofs(self.desk)))
            return every, tuple(signed.row(self.desk, one.receipt, one.faults) for one in every)

        self.desk.hands.start(look, lambda seen: self._seen(number, *seen), self.host.fail)

    def _seen(self, number: int, every: tuple[Proof, ...], rows: tuple[Row, ...]) -> None:
        if number != self._reading:
            return
        self.found = {one.receipt.intent: one for one in every}
        self.model.replace(rows)
        self.shelf.setCurrentIndex(0 if rows else 1)
        bad = sum(not one.valid for one in every)
        told = f"共 {len(rows)} 張" + (f"，{bad} 張無法驗證" if bad else "，簽章都正確" if rows else "")
        self.header.set_subtitle(f"{WHY}{told}。" if rows else WHY)
        if rows:
            self.list.setCurrentIndex(self.model.index(self._place(every)))

    def _place(self, every: tuple[Proof, ...]) -> int:
        """The row of what is wanted, else of what was shown, else the newest."""
        wanted, self._wanted = self._wanted, ""
        for sought in (wanted, self.shown):
            for place, one in enumerate(every):
                if sought and sought in (one.receipt.intent, one.act.record):
                    return place
        return 0

    def _moved(self) -> None:
        row = self.list.currentIndex().data(ROW)
        proof = self.found.get(row.key) if isinstance(row, Row) else None
        if proof is not None:
            self.shown = proof.receipt.intent
            receipt = proof.receipt
            self.desk.hands.start(
                lambda: signed.held(self.desk, receipt),
                lambda seen: self._show(proof, seen),
                self.host.fail,
                to=self,
            )

    # ---- showing

    def _show(self, proof: Proof, held: tuple[Held, ...]) -> None:
        if proof.receipt.intent != self.shown:
            return  # another one is open meanwhile
        receipt, view = proof.receipt, self.view
        view.body.takeAt(0)
        old, sheet = self._sheet, QWidget()
        self._sheet = sheet
        old.hide()
        old.deleteLater()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addLayout(self._head(proof))
        tone, said = ("success", GOOD) if proof.valid else ("danger", "".join(proof.faults))
        column.addWidget(kit.Banner(tone, said))
        column.addWidget(
            PairsCard("收據", [Pair(line.label, line.text) for line in signed.facts(self.desk, receipt)])
        )
        if held:
            column.addWidget(_files(held))
        column.addWidget(_machine(proof))
        column.addWidget(kit.label(signed.SAID_HERE, role="small", wrap=True))
        view.body.insertWidget(0, sheet)
        sheet.show()
        self._give_room()

    def _give_room(self) -> None:
        """The list gives way to the code, which cannot be made smaller and still be read by a camera."""
        inside, bar = self.view.widget(), self.view.verticalScrollBar().sizeHint().width()
        if inside is not None:
            wanted = inside.minimumSizeHint().width() + bar
            self.view.setMinimumWidth(min(wanted, self.width() * 2 // 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _head(self, proof: Proof) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(kit.label(signed.TITLE, role="section"))
        words.addWidget(kit.label(f"編號 {proof.receipt.number}", role="muted"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.setContentsMargins(0, theme.px(8), 0, 0)
        self.pdf_button = kit.Button("存成 PDF", "primary", "download")
        self.json_button = kit.Button("存成 .json", "secondary")
        self.pdf_button.clicked.connect(lambda: self._save(proof, ".pdf"))
        self.json_button.clicked.connect(lambda: self._save(proof, ".json"))
        why = "" if proof.valid else "這張收據無法驗證，不能當作憑證。"
        for button in (self.pdf_button, self.json_button):
            button.setEnabled(proof.valid)
            button.setToolTip(why)
            row.addWidget(button)
        row.addStretch(1)
        words.addLayout(row)
        return words

    # ---- taking it along

    def _save(self, proof: Proof, suffix: str) -> None:
        path = self.host.ask_where_to_save("存收據", f"簽章收據_{proof.receipt.number}{suffix}")
        if path is not None:
            self.save_to(proof, papers.named(path, suffix))

    def save_to(self, proof: Proof, path: Path) -> None:
        """As a PDF or as .json, by the ending."""
        receipt, desk = proof.receipt, self.desk

        def make() -> None:
            if path.suffix.lower() == ".json":
                papers.receipt_json(receipt, path)
            else:
                papers.slip(signed.slip(desk, receipt), path)

        done = f"已存成 {path.name}。"
        desk.hands.start(make, lambda _: self.host.say(done, "success"), self.host.fail)

    # ---- building

    def _build(self) -> None:
        self.header = kit.PageHeader(
            self.desk.profile.label_of("signed_receipts", self.desk.actor.role.value), WHY
        )
        self.list = kit.RecordList()
        self.list.setAccessibleName("簽章收據清單")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._moved())
        self.view = kit.ScrollPage()
        self.view.body.addWidget(self._sheet)
        self.view.body.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.view)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(320), theme.px(580)])
        self.shelf = QStackedWidget()
        self.shelf.addWidget(split)
        self.shelf.addWidget(kit.EmptyState("certificate", NOTHING))
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.shelf, 1)

    def _on_changed(self, changes: Changes) -> None:
        if changes:
            self.reload()


def _files(held: tuple[Held, ...]) -> kit.Card:
    """Each file with its hash, and whether this computer has exactly it."""
    card = kit.Card("檔案")
    for one in held:
        head = QHBoxLayout()
        head.addWidget(readable(f"{one.name}　{size_text(one.listed.size)}"), 1)
        pill = ("指紋相符", "success") if one.here else ("這台電腦上沒有", "neutral")
        head.addWidget(kit.StatusPill(*pill), 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        card.add(kit.label("SHA-256", role="small"))
        card.add(_small(one.listed.sha256))
    return card


def _machine(proof: Proof) -> kit.Card:
    """What a program compares, and the same as a QR code."""
    card = kit.Card("驗證用")
    for line in signed.proof_lines(proof.receipt):
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(kit.label(line.label, role="label"))
        words.addWidget(_small(line.text))
        card.body.addLayout(words)
    code = QrLabel("收據的 QR 碼，內容和存成的檔案相同")
    code.show_code(receipts.qr_text(proof.receipt))
    card.body.addWidget(code, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def _small(text: str) -> QWidget:
    """A hash in lines of LINE letters, so that it never widens the page."""
    made = readable("\n".join(text[start : start + LINE] for start in range(0, len(text), LINE)))
    made.setProperty("role", "small")
    return made
