"""The first tables. DDL as it was released: never edited, a change is the next number."""

from typing import Any

DDL = """
CREATE TABLE base ( id TEXT NOT NULL, form TEXT DEFAULT '' NOT NULL,
    owner TEXT DEFAULT '' NOT NULL, parent TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL, ver INTEGER DEFAULT '0' NOT NULL,
    seq INTEGER DEFAULT '0' NOT NULL, deleted INTEGER DEFAULT '0' NOT NULL,
    vals TEXT DEFAULT '' NOT NULL, files TEXT DEFAULT '' NOT NULL, srv TEXT DEFAULT '' NOT NULL,
    unknown TEXT DEFAULT '' NOT NULL, stale INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (id) );
CREATE TABLE base_conflict ( rec TEXT NOT NULL, field TEXT NOT NULL, device TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL, intent TEXT DEFAULT '' NOT NULL, PRIMARY KEY (rec, field,
    device) );
CREATE TABLE base_scope ( scope TEXT NOT NULL, id TEXT NOT NULL,
    stale INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (scope, id) ) WITHOUT ROWID;
CREATE TABLE blob ( sha256 TEXT NOT NULL, size INTEGER DEFAULT '0' NOT NULL,
    mime TEXT DEFAULT '' NOT NULL, state TEXT DEFAULT '' NOT NULL, n INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (sha256) );
CREATE TABLE editor ( rec TEXT NOT NULL, field TEXT NOT NULL, value TEXT DEFAULT '' NOT NULL,
    from_value TEXT DEFAULT '' NOT NULL, at TEXT DEFAULT '' NOT NULL,
    form TEXT DEFAULT '' NOT NULL, parent TEXT DEFAULT '' NOT NULL, PRIMARY KEY (rec, field) );
CREATE TABLE meta ( k TEXT NOT NULL, v TEXT NOT NULL, PRIMARY KEY (k) );
CREATE TABLE outbox ( n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
    rec TEXT DEFAULT '' NOT NULL, action TEXT DEFAULT '' NOT NULL, body BLOB NOT NULL,
    body_sha TEXT DEFAULT '' NOT NULL, made_at TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL,
    sentence TEXT DEFAULT '' NOT NULL, receipt TEXT DEFAULT '' NOT NULL,
    recv_at TEXT DEFAULT '' NOT NULL, ver INTEGER DEFAULT '0' NOT NULL,
    ack_seq INTEGER DEFAULT '0' NOT NULL, ack_nonce INTEGER DEFAULT '0' NOT NULL,
    "left" INTEGER DEFAULT '0' NOT NULL, settled INTEGER DEFAULT '0' NOT NULL,
    replay INTEGER DEFAULT '0' NOT NULL, archive INTEGER DEFAULT '0' NOT NULL,
    dismissed INTEGER DEFAULT '0' NOT NULL, UNIQUE (id) );
CREATE TABLE rec_blob ( rec TEXT NOT NULL, slot TEXT NOT NULL, sha256 TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL, size INTEGER DEFAULT '0' NOT NULL,
    mime TEXT DEFAULT '' NOT NULL, PRIMARY KEY (rec, slot) );
CREATE TABLE scope ( id TEXT NOT NULL, gen INTEGER DEFAULT '0' NOT NULL,
    seq INTEGER DEFAULT '0' NOT NULL, nonce INTEGER DEFAULT '0' NOT NULL,
    stale INTEGER DEFAULT '0' NOT NULL, complete_at TEXT DEFAULT '' NOT NULL,
    digest_ok_at TEXT DEFAULT '' NOT NULL, PRIMARY KEY (id) );
CREATE TABLE work ( id TEXT NOT NULL, form TEXT DEFAULT '' NOT NULL,
    owner TEXT DEFAULT '' NOT NULL, parent TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL, selection TEXT DEFAULT '' NOT NULL,
    deleted INTEGER DEFAULT '0' NOT NULL, title TEXT DEFAULT '' NOT NULL,
    year_term TEXT DEFAULT '' NOT NULL, search TEXT DEFAULT '' NOT NULL,
    updated TEXT DEFAULT '' NOT NULL, pending INTEGER DEFAULT '0' NOT NULL,
    "conflict" INTEGER DEFAULT '0' NOT NULL, problem TEXT DEFAULT '' NOT NULL,
    "view" TEXT DEFAULT '' NOT NULL, PRIMARY KEY (id) );
CREATE INDEX outbox_rec ON outbox (rec, n);
CREATE INDEX outbox_status ON outbox (status, n);
CREATE INDEX outbox_settled ON outbox (settled, n);
CREATE INDEX base_scope_id ON base_scope (id);
CREATE INDEX work_form ON work (form, owner);
CREATE INDEX work_parent ON work (parent);
CREATE INDEX rec_blob_sha256 ON rec_blob (sha256);
"""


def up(driver: Any) -> None:
    for line in DDL.split(";"):
        driver.execute(line)
