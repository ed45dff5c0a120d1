// WITH: named queries, recursion and changes of data.

import StrataMacros

enum CommonTables {
    @Table("employees") struct Employee: Sendable {
        @PrimaryKey(.identity) var id: Int
        var managerID: Int?
        var name: String
        var salary: Int
    }

    @Table("former_employees") struct FormerEmployee: Sendable {
        @PrimaryKey var id: Int
        var name: String
    }

    static var queries: [String: SQLStatement] {
        // snippet.common
        let teams = Employee.where { $0.managerID.isNotNull }
            .groupBy { $0.managerID }
            .select { ($0.managerID, countRows()) }
            .common("teams")
        let managers = Employee.join(teams) { e, t in t.columns.0 == e.id }
            .where { _, t in
                t.columns.1.gt(scalar(teams.select { $0.columns.1.avg() }).cast(to: Int.self))
            }
            .select { e, t in (e.name, t.columns.1) }
        // snippet.end

        // snippet.columns
        let names = Employee.select { ($0.id, $0.name.upper()) }
            .common("names", as: Employee.self, \.id, \.name)
        let sorted = names.orderBy { $0.name }.select { ($0.id, $0.name) }
        // snippet.end

        // snippet.materialized
        let expensive = Employee.where { $0.salary > 9_000 }.common("expensive").materialized()
        let count = expensive.select { _ in countRows() }
        // snippet.end

        return ["common": managers.sql, "columns": sorted.sql, "materialized": count.sql]
    }

    static var recursion: [String: SQLStatement] {
        // snippet.recursive
        let top = Employee.where { $0.managerID.isNull }
            .select { ($0.id, $0.name, Expression.value(1)) }
        let chart = top.recursive("chart") { chart in
            Employee.join(chart) { e, c in e.managerID == c.columns.0 }
                .select { e, c in (e.id, e.name, c.columns.2 + 1) }
        }
        let levels = chart.orderBy { $0.columns.2 }.select { ($0.columns.1, $0.columns.2) }
        // snippet.end

        // snippet.order
        let drawn = chart.search(.depthFirst, by: { $0.columns.1 }, into: "place")
            .orderBy { _ in Label<String>("place") }
            .select { $0.columns.1 }
        // snippet.end

        // snippet.cycles
        let round = Label<Bool>("round")
        let checked = chart.cycle(on: { $0.columns.0 }, mark: CycleMark(round), path: "way")
            .where { _ in round.column(of: "chart") }
            .select { $0.columns.1 }
        // snippet.end

        return ["recursive": levels.sql, "order": drawn.sql, "cycles": checked.sql]
    }

    static var changes: [String: SQLStatement] {
        // snippet.changes
        let gone = Employee.delete.where { $0.salary == 0 }.returning { ($0.id, $0.name) }
            .common("gone")
        let archiving = FormerEmployee.insert(columns: \.id, \.name)
            .select(gone.select { ($0.columns.0, $0.columns.1) })
        // snippet.end

        // snippet.unread
        let raise = Employee.update.set(\.salary) { $0.salary + 100 }.where { $0.salary < 3_000 }
        let counted = FormerEmployee.select { _ in countRows() }.with(raise.common("raise"))
        // snippet.end

        return ["changes": archiving.sql, "unread": counted.sql]
    }

    static var statements: [String: SQLStatement] {
        [queries, recursion, changes].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
}
