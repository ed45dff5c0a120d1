import Foundation

// Functions of plain Swift of the same size, which do to arrays what those of `Queries.swift` ask a
// server for. Copied as it is.
enum FunctionsA {
    static func byKey(_ id: Int, in rows: [PlainA]) async throws -> PlainA? {
        rows.first { $0.id == id }
    }

    static func search(
        _ text: String?, state: String?, since: Date, in rows: [PlainA]
    ) async throws -> [PlainA] {
        rows
            .filter { $0.isActive && $0.createdAt >= since && $0.deletedAt == nil }
            .filter { row in text.map { row.name.contains($0) || row.email.contains($0) } ?? true }
            .filter { row in state.map { row.state == $0 } ?? true }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            .dropFirst(100).prefix(50)
            .map { $0 }
    }

    static func longCondition(_ now: Date, in rows: [PlainA]) -> [PlainA] {
        rows.filter {
            $0.isActive && $0.quantity > 3 && $0.price < 9.5 && $0.rank != 7
                && ($0.state == "open" || $0.state == "waiting" || $0.note == nil)
                && $0.name.hasPrefix("a") && $0.createdAt < now && $0.score != nil
                && !($0.title == "none" && ($0.discount ?? 0) > 0.5)
        }
    }

    static func calculation(in rows: [PlainA]) -> [(Int, Double, Int, String, Bool)] {
        rows.map {
            (
                $0.id, $0.price * 1.19 - 2.0, ($0.quantity + $0.rank) * 2 - $0.id,
                $0.name.lowercased().appending("!"), $0.price > 10.0 || $0.quantity % 2 == 1
            )
        }
    }

    static func names(in rows: [PlainA]) async throws -> [(Int, String, String?)] {
        rows.filter { $0.rank > 1 }.sorted { $0.name < $1.name }
            .map { ($0.id, $0.name, $0.title) }
    }

    static func joined(
        _ owner: Int, in rows: [PlainA], _ others: [PlainB]
    ) -> [(Int, String, String, Double)] {
        rows.flatMap { a in
            others.filter { b in a.id == b.ownerID && b.isActive }
                .filter { b in a.ownerID == owner && b.price > a.price }
                .sorted { $0.createdAt > $1.createdAt }
                .map { b in (a.id, a.name, b.name, b.price - a.price) }
        }
    }

    static func outer(
        in rows: [PlainA], _ others: [PlainB], _ more: [PlainC]
    ) -> [(Int, String?, Int?)] {
        rows.map { a in
            let b = others.first { b in b.ownerID == a.id }
            let c = more.first { c in c.parentID == b?.id && c.state == a.state }
            return (a.id, b?.name, c?.score)
        }
    }

    static func selfJoin(in rows: [PlainA]) -> [(String, String)] {
        rows.flatMap { a in
            rows.filter { p in a.parentID == p.id }
                .filter { p in p.state != a.state }
                .map { p in (a.name, p.name) }
        }
    }

    static func groups(_ since: Date, in rows: [PlainA]) -> [(String, Int, Int, Double, Int?)] {
        let recent = rows.filter { $0.createdAt >= since }
        let groups = Dictionary(grouping: recent) { "\($0.ownerID) \($0.state)" }
        let great = groups.filter { $0.value.count > 10 }
            .sorted { $0.value.count > $1.value.count }
        return great.map { key, rows in
            let prices: Double = rows.reduce(0) { $0 + $1.price }
            return (
                key, rows.count, rows.reduce(0) { $0 + $1.quantity },
                prices / Double(rows.count), rows.compactMap(\.score).max()
            )
        }
    }

    static func rolledUp(in rows: [PlainA]) -> [(String, Double)] {
        Dictionary(grouping: rows) { $0.state }
            .map { ($0.key, $0.value.map(\.price).reduce(0, +)) }
    }

    static func ranking(in rows: [PlainA]) -> [(Int, Int, Double, Int?)] {
        rows.sorted { $0.price > $1.price }.enumerated().map { number, row in
            (
                row.id, number + 1,
                rows.filter { $0.state == row.state }.map(\.price).reduce(0, +),
                number > 0 ? rows[number - 1].rank : nil
            )
        }
    }

    static func moving(in rows: [PlainA]) -> [(Date, Double)] {
        rows.indices.map {
            (
                rows[$0].createdAt,
                rows[max(0, $0 - 6)...$0].map(\.price).reduce(0, +) / Double(min(7, $0 + 1))
            )
        }
    }

    static func categories(in rows: [PlainA]) -> [(Int, String, String)] {
        rows.map {
            (
                $0.id,
                $0.price > 100.0 ? "dear" : $0.price > 10.0 ? "fair" : "cheap",
                $0.title ?? $0.name
            )
        }
    }

    static func subqueries(
        _ states: [String], in rows: [PlainA], _ others: [PlainB], _ more: [PlainC]
    ) -> [(Int, Double?)] {
        rows.filter { a in
            states.contains(a.state) && others.contains { $0.isActive && $0.ownerID == a.id }
                && more.contains { $0.parentID == a.id }
        }.map { a in
            (a.id, others.filter { $0.ownerID == a.id }.map { $0.price }.max())
        }
    }

    static func common(in rows: [PlainA], _ others: [PlainB]) -> [(String, Double, Int)] {
        let totals = Dictionary(grouping: others) { $0.ownerID }
            .mapValues { ($0.map(\.price).reduce(0, +), $0.count) }
        return rows.compactMap { a in totals[a.id].map { t in (a.name, t.0, t.1) } }
            .filter { t in t.2 > 5 }
            .sorted { $0.1 > $1.1 }
            .map { t in (t.0, t.1, t.2) }
    }

    static func tree(_ root: Int, in rows: [PlainA]) -> [(Int, String)] {
        let start = rows.filter { $0.id == root }.map { ($0.id, $0.name) }
        let step = start.flatMap { t in
            rows.filter { a in a.parentID == t.0 }
                .map { a in (a.id, a.name) }
        }
        return (start + step).map { ($0.0, $0.1) }
    }

    static func derived(in rows: [PlainA], _ others: [PlainB]) -> [(Int, String)] {
        let newest = Dictionary(grouping: others) { $0.ownerID }
            .compactMapValues { $0.max { $0.createdAt < $1.createdAt } }
        return rows.compactMap { a in newest[a.id].map { n in (a.id, n.name) } }
    }

    static func lateral(in rows: [PlainA], _ others: [PlainB]) -> [(String, String, Double)] {
        rows.flatMap { a in
            others.filter { $0.ownerID == a.id }.sorted { $0.price > $1.price }.prefix(3)
                .map { b in (a.name, b.name, b.price) }
        }
    }

    static func unions(in rows: [PlainA], _ others: [PlainB]) -> [(Int, String)] {
        let first = rows.map { ($0.id, $0.name) }
        return (first + others.filter { $0.isActive }.map { ($0.id, $0.name) })
            .prefix(10).map { $0 }
    }

    static func queue(in rows: [PlainA]) async throws -> [PlainA] {
        rows.filter { $0.state == "waiting" && $0.deletedAt == nil }
            .sorted { ($0.rank, $0.createdAt) > ($1.rank, $1.createdAt) }.prefix(10)
            .map { $0 }
    }

    static func insert(_ name: String, into rows: inout [PlainA], _ row: PlainA) -> [Int] {
        var other = row
        other.name = name
        other.email = "b@b.org"
        rows += [row, other]
        return rows.suffix(2).map { $0.id }
    }

    static func upsert(_ row: PlainA, into rows: inout [PlainA]) -> (Int, Date)? {
        for index in rows.indices where rows[index].email == row.email {
            if rows[index].updatedAt < row.updatedAt {
                rows[index].name = row.name
                rows[index].state = "seen"
            }
        }
        return rows.first { $0.email == row.email }.map { ($0.id, $0.updatedAt) }
    }

    static func update(_ id: Int, _ now: Date, in rows: inout [PlainA]) async throws {
        for index in rows.indices where rows[index].id == id && rows[index].state != "done" {
            rows[index].state = "done"
            rows[index].updatedAt = now
            rows[index].note = nil
            rows[index].rank = rows[index].rank + 1
        }
    }

    static func changeFromOthers(in rows: inout [PlainA], _ others: [PlainB]) -> [(Int, Int)] {
        for b in others.filter({ $0.isActive }) {
            for index in rows.indices where rows[index].id == b.ownerID {
                rows[index].name = b.name
                rows[index].price = b.price * 2.0
            }
        }
        return others.flatMap { b in
            rows.filter { a in a.id == b.ownerID && b.deletedAt != nil }.map { a in (a.id, b.id) }
        }
    }

    static func merge(in rows: inout [PlainA], _ others: [PlainB], _ new: PlainA) {
        for b in others {
            if let index = rows.firstIndex(where: { a in a.id == b.ownerID }) {
                guard rows[index].updatedAt < b.updatedAt else { continue }
                rows[index].name = b.name
                rows[index].note = b.note
            } else {
                var row = new
                row.name = b.name
                row.email = b.email
                row.state = "new"
                rows.append(row)
            }
        }
    }
}
