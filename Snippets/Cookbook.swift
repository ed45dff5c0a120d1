// Answers to questions that come up again and again.

import StrataMacros

enum Cookbook {
    @Table("customers") struct Customer: Sendable {
        @PrimaryKey(.identity) var id: Int
        @Unique var email: String
        var name: String
        var country: String
    }

    @Table("orders") struct Order: Sendable {
        @PrimaryKey(.identity) var id: Int
        var customerID: Int
        var placedAt: PGTimestampTZ
        var status: String
        var total: PGNumeric
    }

    @Table("items") struct Item: Sendable {
        @PrimaryKey(.identity) var id: Int
        var orderID: Int
        var productID: Int
        var quantity: Int
    }

    @Table("products") struct Product: Sendable {
        @PrimaryKey(.identity) var id: Int
        var name: String
        var category: String
        var text: String
        var tags: [String]
        var details: JSONText
    }

    static var reports: [String: SQLStatement] {
        // snippet.monthly
        let month = Label<PGTimestamp>("month")
        let sales = Order.select {
            ($0.placedAt.atTimeZone("UTC").dateTrunc(.month).labelled(month), $0.total.sum())
        }
        .groupBy { _ in month }
        let start = localTimestamp().dateTrunc(.year)
        let end = start.adding(PGInterval(months: 11))
        let monthly = generateSeries(from: start, through: end, by: PGInterval(months: 1))
            .leftJoin(sales.derived("sales")) { m, s in s.columns.0 == m.value }
            .orderBy { m, _ in m.value }
            .select { m, s in
                let (_, sum) = s.columns
                return (m.value, sum.coalesce(0))
            }
        // snippet.end

        // snippet.yearOverYear
        let growth = sales.common("sales").select { s in
            let (month, sum) = s.columns
            let before = sum.lag(by: 12).over(orderBy: month)
            return (month, sum, ((sum / before - 1) * 100).round(to: 1))
        }
        // snippet.end

        // snippet.pivot
        let pivot = Customer.join(Order.self) { c, o in o.customerID == c.id }
            .groupBy { c, _ in c.country }
            .select { c, o in
                (
                    c.country, countRows().filter(o.status == "delivered"),
                    countRows().filter(o.status == "cancelled")
                )
            }
        // snippet.end

        // snippet.bands
        let band = Label<String>("band")
        let bands = Order.all.groupBy { $0.customerID }
            .select { ($0.customerID, $0.total.sum()) }.derived("spent")
            .select { s in
                let (_, sum) = s.columns
                return (
                    Case.when(sum >= 3_000, then: "gold").when(sum >= 1_000, then: "silver")
                        .else("bronze").labelled(band),
                    countRows()
                )
            }
            .groupBy { _ in band }
        // snippet.end

        // snippet.histogram
        let bucket = Label<Int>("bucket")
        let histogram = Order.select {
            ($0.total.widthBucket(from: 0, to: 1_000, count: 10).labelled(bucket), countRows())
        }
        .groupBy { _ in bucket }
        .orderBy { _ in bucket }
        // snippet.end

        return [
            "monthly": monthly.sql, "yearOverYear": growth.sql, "pivot": pivot.sql,
            "bands": bands.sql, "histogram": histogram.sql,
        ]
    }

    static var rankings: [String: SQLStatement] {
        // snippet.topThree
        let sold = Product.join(Item.self) { p, i in i.productID == p.id }
            .groupBy { p, _ in (p.category, p.id) }
            .select { p, i in
                let count = i.quantity.sum()
                let place = rowNumber().over(partitionBy: p.category, orderBy: count.descending)
                return (p.category, p.name, count, place)
            }
            .derived("sold")
        let topThree = sold.where { $0.columns.3 <= 3 }
            .orderBy { ($0.columns.0, $0.columns.3) }
            .select { ($0.columns.0, $0.columns.1, $0.columns.2) }
        // snippet.end

        // snippet.latest
        let latest = Customer.all.leftJoinLateral { c in
            Order.where { $0.customerID == c.id }.orderBy { $0.placedAt.descending }.limit(1)
                .derived("latest")
        }
        .select { c, latest in (c.name, latest.placedAt, latest.total) }
        // snippet.end

        // snippet.first
        let first = Order.all.distinctOn { $0.customerID }
            .orderBy { ($0.customerID, $0.placedAt, $0.id) }
        // snippet.end

        // snippet.running
        let running = Order.orderBy { ($0.customerID, $0.placedAt) }.select {
            (
                $0.customerID, $0.placedAt,
                $0.total.sum().over(partitionBy: $0.customerID, orderBy: $0.placedAt, $0.id)
            )
        }
        // snippet.end

        // snippet.moving
        let day = Label<PGDate>("day")
        let moving = Order.select {
            ($0.placedAt.cast(to: PGDate.self).labelled(day), $0.total.sum())
        }
        .groupBy { _ in day }.derived("daily")
        .select { d in
            let (day, sum) = d.columns
            let week = WindowFrame.range(from: .preceding(by: PGInterval(days: 6)))
            return (day, sum, sum.avg().over(orderBy: day, frame: week))
        }
        // snippet.end

        // snippet.share
        let share = Item.all.groupBy { $0.productID }
            .select { ($0.productID, $0.quantity.sum()) }.derived("sold")
            .select { s in
                let (product, count) = s.columns
                let soFar = count.sum().over(orderBy: count.descending, product)
                return (product, count, (soFar * 100 / count.sum().over()).round(to: 1))
            }
        // snippet.end

        return [
            "topThree": topThree.sql, "latest": latest.sql, "first": first.sql,
            "running": running.sql, "moving": moving.sql, "share": share.sql,
        ]
    }

    @Table("employees") struct Employee: Sendable {
        @PrimaryKey(.identity) var id: Int
        var managerID: Int?
        var name: String
        var salary: Int
    }

    @Table("parts") struct Part: Sendable {
        @PrimaryKey var id: Int
        var wholeID: Int
        var partID: Int
        var quantity: Int
    }

    static var graphs: [String: SQLStatement] {
        // snippet.tree
        let top = Employee.where { $0.managerID.isNull }
            .select { ($0.id, $0.name, array($0.id)) }
        let tree = top.recursive("tree") { tree in
            Employee.join(tree) { e, t in e.managerID == t.columns.0 }
                .select { e, t in (e.id, e.name, t.columns.2.appending(e.id)) }
        }
        let drawn = tree.orderBy { $0.columns.2 }
            .select { ($0.columns.1, $0.columns.2.cardinality()) }
        // snippet.end

        // snippet.subtrees
        let everyone = Employee.select { ($0.id, $0.id) }
        let pairs = everyone.recursive("pairs") { pairs in
            Employee.join(pairs) { e, p in e.managerID == p.columns.1 }
                .select { e, p in (p.columns.0, e.id) }
        }
        let cost = pairs.join(Employee.self) { p, e in e.id == p.columns.1 }
            .groupBy { p, _ in p.columns.0 }
            .select { p, e in (p.columns.0, countRows(), e.salary.sum()) }
        // snippet.end

        // snippet.materials
        let direct = Part.where { $0.wholeID == 1 }.select { ($0.partID, $0.quantity) }
        let needed = direct.recursive("needed") { needed in
            Part.join(needed) { p, n in p.wholeID == n.columns.0 }
                .select { p, n in (p.partID, n.columns.1 * p.quantity) }
        }
        let materials = needed.all.groupBy { $0.columns.0 }
            .select { ($0.columns.0, $0.columns.1.sum()) }
        // snippet.end

        return ["tree": drawn.sql, "subtrees": cost.sql, "materials": materials.sql]
    }

    static var sets: [String: SQLStatement] {
        // snippet.without
        let without = Customer.where { c in !Order.where { $0.customerID == c.id }.exists }
        // snippet.end

        // snippet.division
        let everyOne = Customer.where { c in
            !Product.where { p in
                !Order.join(Item.self) { o, i in i.orderID == o.id }
                    .where { o, i in o.customerID == c.id && i.productID == p.id }.exists
            }.exists
        }
        // snippet.end

        // snippet.together
        let together = Item.as("a").join(Item.self, as: "b") { a, b in
            a.orderID == b.orderID && a.productID < b.productID
        }
        .groupBy { a, b in (a.productID, b.productID) }
        .having { _, _ in countRows() >= 10 }
        .orderBy { _, _ in countRows().descending }
        .select { a, b in (a.productID, b.productID, countRows()) }
        // snippet.end

        return ["without": without.sql, "division": everyOne.sql, "together": together.sql]
    }

    @Table("visits") struct Visit: Sendable {
        @PrimaryKey(.identity) var id: Int
        var userID: Int
        var at: PGTimestampTZ
    }

    @Table("readings") struct Reading: Sendable {
        @PrimaryKey(.identity) var id: Int
        var device: Int
        var takenAt: PGTimestampTZ
        var value: Double?
    }

    @Table("bookings") struct Booking: Sendable {
        @PrimaryKey(.identity) var id: Int
        var room: Int
        var period: PGRange<PGTimestamp>
    }

    static var times: [String: SQLStatement] {
        // snippet.islands
        let days = Visit.select { ($0.userID, $0.at.cast(to: PGDate.self)) }.distinct()
            .derived("days")
        let islands = days.select { d in
            let (user, day) = d.columns
            let number = rowNumber().over(partitionBy: user, orderBy: day)
            return (user, day, day.subtracting(days: number))
        }
        .derived("islands")
        let streaks = islands.all.groupBy { ($0.columns.0, $0.columns.2) }
            .select { ($0.columns.0, $0.columns.1.min(), countRows()) }
        // snippet.end

        // snippet.sessions
        let pause = PGInterval(microseconds: 30 * 60 * 1_000_000)
        let marked = Visit.select { v in
            let before = v.at.lag().over(partitionBy: v.userID, orderBy: v.at)
            return (v.userID, v.at, Case.when(v.at <= before.adding(pause), then: 0).else(1))
        }
        .derived("marked")
        let sessions = marked.select { m in
            let (user, at, isFirst) = m.columns
            return (user, at, isFirst.sum().over(partitionBy: user, orderBy: at))
        }
        // snippet.end

        // snippet.filled
        let counted = Reading.select { r in
            let known = r.value.count().over(partitionBy: r.device, orderBy: r.takenAt)
            return (r.device, r.takenAt, r.value, known)
        }
        .derived("counted")
        let filled = counted.select { c in
            let (device, takenAt, value, group) = c.columns
            return (device, takenAt, value.max().over(partitionBy: device, group))
        }
        // snippet.end

        // snippet.overlaps
        let conflicts = Booking.as("a").join(Booking.self, as: "b") { a, b in
            a.room == b.room && a.id < b.id && a.period.overlaps(b.period)
        }
        .select { a, b in (a.id, b.id, a.period.intersection(b.period)) }
        // snippet.end

        return [
            "islands": streaks.sql, "sessions": sessions.sql, "filled": filled.sql,
            "overlaps": conflicts.sql,
        ]
    }

    static var searches: [String: SQLStatement] {
        // snippet.search
        let wanted = websearchToTSQuery("english", "quiet lamps -glass")
        let found = Product.where { $0.text.toTSVector("english").matches(wanted) }
            .orderBy { $0.text.toTSVector("english").tsRank(wanted).descending }
            .limit(20)
            .select { ($0.id, $0.text.tsHeadline("english", wanted)) }
        // snippet.end

        // snippet.facets
        let facets = Product.all.crossJoinLateral { p in p.details.jsonbEachText() }
            .groupBy { _, member in (member.key, member.value) }
            .orderBy { _, member in (member.key, countRows().descending) }
            .select { _, member in (member.key, member.value, countRows()) }
        // snippet.end

        // snippet.tags
        let tags = Product.where { $0.tags.overlaps(["wood", "steel"]) }
            .crossJoinLateral { p in unnest(p.tags) }
            .groupBy { _, tag in tag.value }
            .select { _, tag in (tag.value, countRows()) }
        // snippet.end

        // snippet.document
        let documents = Order.select { o in
            let items = Item.where { $0.orderID == o.id }.select { i in
                jsonbBuildObject(["product": i.productID, "quantity": i.quantity])
                    .jsonbAgg().orderBy(i.id)
            }
            return jsonbBuildObject(["id": o.id, "items": scalar(items)])
        }
        // snippet.end

        return [
            "search": found.sql, "facets": facets.sql, "tags": tags.sql, "document": documents.sql,
        ]
    }

    @Table("jobs") struct Job: Sendable {
        @PrimaryKey(.identity) var id: Int
        var state: String
        var runAt: PGTimestampTZ
        var attempts: Int
    }

    @Table("old_orders") struct OldOrder: Sendable {
        @PrimaryKey var id: Int
        var customerID: Int
        var total: PGNumeric
    }

    @Table("journal") struct Entry: Sendable {
        @PrimaryKey(.identity) var id: Int
        var subjectID: Int
        var details: JSONText
    }

    @Table("counters") struct Counter: Sendable {
        @PrimaryKey var page: String
        var hits: Int
    }

    static var changes: [String: SQLStatement] {
        // snippet.counter
        let hit = Counter.insert(columns: \.page, \.hits).values("/", 1)
            .onConflict(\.page)
            .doUpdate { update, excluded in update.set(\.hits) { $0.hits + excluded.hits } }
            .returning { $0.hits }
        // snippet.end

        // snippet.queue
        let next = Job.where { $0.state == "ready" && $0.runAt <= now() }
            .orderBy { $0.runAt }.limit(5).forUpdate(.skipLocked).select { $0.id }
        let claim = Job.update.set(\.state, to: "running").set(\.attempts) { $0.attempts + 1 }
            .where { $0.id.in(next) }
            .returning()
        // snippet.end

        // snippet.archive
        let moved = Order.delete.where { $0.status == "delivered" }
            .returning { ($0.id, $0.customerID, $0.total) }.common("moved")
        let archive = OldOrder.insert(columns: \.id, \.customerID, \.total)
            .select(moved.select { ($0.columns.0, $0.columns.1, $0.columns.2) })
        // snippet.end

        // snippet.journal
        let raised = Employee.update.set(\.salary) { $0.salary + 250 }
            .where { $0.salary < 4_000 }
            .returning { ($0.id, jsonbBuildObject(["salary": $0.salary])) }.common("raised")
        let journal = Entry.insert(columns: \.subjectID, \.details)
            .select(raised.select { ($0.columns.0, $0.columns.1) })
        // snippet.end

        // snippet.twins
        let twins = Customer.delete.as("c").where { c in
            Customer.as("older").where { $0.name == c.name && $0.id < c.id }.exists
        }
        // snippet.end

        // snippet.batch
        let batch = Counter.updateEach(\.page, \.hits, to: [("/", 10), ("/about", 3)])
        // snippet.end

        return [
            "counter": hit.sql, "queue": claim.sql, "archive": archive.sql, "journal": journal.sql,
            "twins": twins.sql, "batch": batch.sql,
        ]
    }

    static var statements: [String: SQLStatement] {
        [reports, rankings, graphs, sets, times, searches, changes]
            .reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
}
