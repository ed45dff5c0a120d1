import Foundation
import PGCore
import QueryBuilder

// Twenty-five queries as programs have them. `Scripts/check-compile-time.sh` copies this file, each
// time for other tables, with a number in place of the last letter of `QueriesA`, `RowA`, `RowB` and
// `RowC`.
enum QueriesA {
    static func byKey(_ id: Int, on db: some StatementExecutor) async throws -> RowA? {
        try await RowA.where { $0.id == id }.fetchFirst(on: db)
    }

    static func search(
        _ text: String?, state: String?, since: Date, on db: some StatementExecutor
    ) async throws -> [RowA] {
        try await RowA
            .where { $0.isActive && $0.createdAt >= since && $0.deletedAt.isNull }
            .where(ifLet: text) { $0.name.ilike("%\($1)%") || $0.email.ilike("%\($1)%") }
            .where(ifLet: state) { $0.state == $1 }
            .orderBy { ($0.createdAt.descending, $0.id) }
            .limit(50).offset(100)
            .fetch(on: db)
    }

    static func longCondition(_ now: Date) -> SQLStatement {
        RowA.where {
            $0.isActive && $0.quantity > 3 && $0.price < 9.5 && $0.rank != 7
                && ($0.state == "open" || $0.state == "waiting" || $0.note.isNull)
                && $0.name.like("a%") && $0.createdAt < now && $0.score.isNotNull
                && !($0.title == "none" && $0.discount > 0.5)
        }.sql
    }

    static func calculation() -> SQLStatement {
        RowA.select {
            (
                $0.id, $0.price * 1.19 - 2.0, ($0.quantity + $0.rank) * 2 - $0.id,
                $0.name.lower().concat("!"), $0.price > 10.0 || $0.quantity % 2 == 1
            )
        }.sql
    }

    static func names(on db: some StatementExecutor) async throws -> [(Int, String, String?)] {
        try await RowA.where { $0.rank > 1 }.orderBy { $0.name }
            .select { ($0.id, $0.name, $0.title) }.fetch(on: db)
    }

    static func joined(_ owner: Int) -> SQLStatement {
        RowA.join(RowB.self) { a, b in a.id == b.ownerID && b.isActive }
            .where { a, b in a.ownerID == owner && b.price > a.price }
            .orderBy { a, b in (b.createdAt.descending, a.id) }
            .select { a, b in (a.id, a.name, b.name, b.price - a.price) }.sql
    }

    static func outer() -> SQLStatement {
        RowA.leftJoin(RowB.self) { a, b in b.ownerID == a.id }
            .leftJoin(RowC.self) { a, b, c in c.parentID == b.id && c.state == a.state }
            .where { a, b, c in b.id.isNull || c.score > 10 }
            .select { a, b, c in (a.id, b.name, c.score) }.sql
    }

    static func selfJoin() -> SQLStatement {
        RowA.join(RowA.self, as: "parent") { a, p in a.parentID == p.id }
            .where { a, p in p.state != a.state }
            .select { a, p in (a.name, p.name) }.sql
    }

    static func groups(_ since: Date) -> SQLStatement {
        RowA.where { $0.createdAt >= since }
            .groupBy { ($0.ownerID, $0.state) }
            .having { _ in countRows() > 10 }
            .orderBy { _ in countRows().descending }
            .select {
                (
                    $0.ownerID, $0.state, countRows(), $0.quantity.sum(), $0.price.avg(),
                    $0.score.max(), countRows().filter($0.isActive)
                )
            }.sql
    }

    static func rolledUp() -> SQLStatement {
        RowA.all.groupBy { rollup($0.state, $0.ownerID) }
            .select { (grouping($0.state, $0.ownerID), $0.state, $0.price.sum()) }.sql
    }

    static func ranking() -> SQLStatement {
        RowA.select {
            (
                $0.id, rowNumber().over(partitionBy: $0.ownerID, orderBy: $0.price.descending),
                $0.price.sum().over(partitionBy: $0.state),
                $0.rank.lag().over(orderBy: $0.createdAt)
            )
        }.orderBy { $0.id }.sql
    }

    static func moving() -> SQLStatement {
        RowA.select {
            (
                $0.createdAt,
                $0.price.avg().over(orderBy: $0.createdAt, frame: .rows(from: .preceding(6)))
            )
        }.sql
    }

    static func categories() -> SQLStatement {
        RowA.select {
            (
                $0.id,
                Case.when($0.price > 100.0, then: "dear").when($0.price > 10.0, then: "fair")
                    .else("cheap"),
                $0.title.coalesce($0.name)
            )
        }.sql
    }

    static func subqueries(_ states: [String]) -> SQLStatement {
        RowA.where { a in
            a.state.in(states) && a.id.in(RowB.where { $0.isActive }.select { $0.ownerID })
                && RowC.where { $0.parentID == a.id }.exists
        }.select { a in
            (a.id, scalar(RowB.where { $0.ownerID == a.id }.select { $0.price.max() }))
        }.sql
    }

    static func common() -> SQLStatement {
        let totals = RowB.all.groupBy { $0.ownerID }
            .select { ($0.ownerID, $0.price.sum(), countRows()) }.common("totals")
        return RowA.all.join(totals) { a, t in t.columns.0 == a.id }
            .where { _, t in t.columns.2 > 5 }
            .orderBy { _, t in t.columns.1.descending }
            .select { a, t in (a.name, t.columns.1, t.columns.2) }.sql
    }

    static func tree(_ root: Int) -> SQLStatement {
        let start = RowA.where { $0.id == root }.select { ($0.id, $0.name) }
        let tree = start.recursive("tree") { tree in
            RowA.all.join(tree) { a, t in a.parentID == t.columns.0 }
                .select { a, _ in (a.id, a.name) }
        }
        return tree.select { ($0.columns.0, $0.columns.1) }.sql
    }

    static func derived() -> SQLStatement {
        let newest = RowB.all.distinctOn { $0.ownerID }
            .orderBy { ($0.ownerID, $0.createdAt.descending) }
            .select { ($0.ownerID, $0.name) }
        return RowA.all.join(newest.derived("newest")) { a, n in n.columns.0 == a.id }
            .select { a, n in (a.id, n.columns.1) }.sql
    }

    static func lateral() -> SQLStatement {
        RowA.all.joinLateral { a in
            RowB.where { $0.ownerID == a.id }.orderBy { $0.price.descending }.limit(3).derived("b")
        }
        .select { a, b in (a.name, b.name, b.price) }.sql
    }

    static func unions() -> SQLStatement {
        RowA.select { ($0.id, $0.name) }
            .unionAll(RowB.where { $0.isActive }.select { ($0.id, $0.name) })
            .limit(10).sql
    }

    static func queue(on db: some StatementExecutor) async throws -> [RowA] {
        try await RowA.where { $0.state == "waiting" && $0.deletedAt.isNull }
            .orderBy { ($0.rank.descending, $0.createdAt) }.limit(10)
            .forUpdate(.skipLocked).fetch(on: db)
    }

    static func insert(_ name: String, on db: some StatementExecutor) async throws -> [Int] {
        try await RowA.insert(
            RowA.New(ownerID: 1, name: name, email: "a@b.org", state: "new"),
            RowA.New(ownerID: 2, name: name, email: "b@b.org", state: "new", note: "second")
        ).returning { $0.id }.fetch(on: db)
    }

    static func upsert(_ row: RowA.New) -> SQLStatement {
        RowA.insert(row).onConflict(\.email).doUpdate { update, excluded in
            update.set(\.name, to: excluded.name).set(\.state, to: "seen")
                .where { $0.updatedAt < excluded.updatedAt }
        }.returning { ($0.id, $0.updatedAt) }.sql
    }

    static func update(_ id: Int, _ now: Date, on db: some StatementExecutor) async throws -> Int {
        try await RowA.update
            .set(\.state, to: "done").set(\.updatedAt, to: now).set(\.note, to: nil)
            .set(\.rank, to: { $0.rank + 1 })
            .where { $0.id == id && $0.state != "done" }.execute(on: db)
    }

    static func changeFromOthers() -> (SQLStatement, SQLStatement) {
        let update = RowA.update.from(RowB.where { $0.isActive }) { update, b in
            update.set(\.name, to: b.name).set(\.price, to: b.price * 2.0)
        }.where { a, b in a.id == b.ownerID && a.rank < b.rank }
        let delete = RowA.delete.using(RowB.all).where { a, b in
            a.id == b.ownerID && b.deletedAt.isNotNull
        }.returning { a, b in (a.id, b.id) }
        return (update.sql, delete.sql)
    }

    static func merge() -> SQLStatement {
        RowA.merge(using: RowB.self) { a, b in a.id == b.ownerID }
            .whenMatched { a, b in a.updatedAt < b.updatedAt }
            .update { update, b in update.set(\.name, to: b.name).set(\.note, to: b.note) }
            .whenMatched().doNothing()
            .whenNotMatched().insert { insert, b in
                insert.set(\.name, to: b.name).set(\.email, to: b.email).set(\.state, to: "new")
            }.sql
    }
}
