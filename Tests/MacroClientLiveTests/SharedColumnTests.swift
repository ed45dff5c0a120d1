import PGTestKit
import StrataMacros
import Testing

@Suite("References that share columns", .liveDatabase, .timeLimit(.minutes(1)))
struct SharedColumnTests {
    private func database() async throws -> Database {
        let pool = try TestDatabase.pool
        try await Schema(Firm.self, Branch.self, Worker.self, Visit.self).createAll(on: pool)
        return Database(pool)
    }

    private func rows(_ statement: SQLStatement) async throws -> [String?] {
        try await TestDatabase.pool.query(statement).decode(String?.self)
    }

    @Test func `a shared column is there once`() {
        #expect(
            Worker.definition.columns.map(\.name) == [
                "id", "branch_number", "second_number", "firm_code", "name",
            ])
        #expect(Worker.definition.columns.filter(\.isNullable).map(\.name) == ["second_number"])
        #expect(
            Worker.definition.foreignKeys.map(\.columns) == [
                ["firm_code", "branch_number"], ["firm_code", "second_number"],
            ])
        #expect(
            Visit.definition.columns.map(\.name) == ["firm_code", "to_number", "id", "from_number"])
        #expect(Visit.definition.columns.filter(\.isNullable).map(\.name) == ["to_number"])
    }

    @Test func `a property and two references are written and read together`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let firm = Firm(code: "f")
            let (first, second) = (Branch(firm: firm, number: 1), Branch(firm: firm, number: 2))
            session.add(firm)
            session.add(contentsOf: [first, second])
            for (name, other) in [("a", second), ("b", nil)] {
                session.add(Worker(branch: first, second: other, firmCode: "f", name: name))
            }
            try await session.commit()
        }
        #expect(
            try await rows(
                """
                SELECT concat_ws(' ', firm_code, branch_number, coalesce(second_number, 0))
                FROM workers ORDER BY id
                """) == ["f 1 2", "f 1 0"])
        try await database.withSession { session in
            let workers = try await session.fetch(
                Worker.orderBy { $0.name }.include(\.branch).include(\.second, .joined))
            #expect(workers.map(\.firmCode) == ["f", "f"])
            #expect(try workers.map { try $0.branch.value.number } == [1, 1])
            #expect(try workers.map { try $0.second?.value.number } == [2, nil])
            #expect(!session.isDirty)

            workers[1].second = workers[0].second
            workers[0].second = nil
            workers[0].name = "c"
            try await session.commit()
            try await session.refresh(contentsOf: workers)
            #expect(workers.map { $0.second?.id?.number } == [nil, 2])
            try await session.refresh(workers[1], \.firmCode)
            #expect(workers[1].second?.id?.number == 2)
        }
        #expect(
            try await rows("SELECT second_number::text FROM workers ORDER BY id") == [nil, "2"])
    }

    @Test func `references alone give the column its value`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let firm = Firm(code: "f")
            let branch = Branch(firm: firm, number: 1)
            session.add(firm)
            session.add(branch)
            session.add(Visit(from: branch, firm: firm))
            session.add(Visit(to: branch, from: branch, firm: firm))
            try await session.commit()
        }
        try await database.withSession { session in
            let visits = try await session.fetch(
                Visit.orderBy { $0.id }.include(\.from).include(\.to).include(\.firm))
            #expect(visits.map { $0.to?.id?.number } == [nil, 1])
            #expect(try visits.map { try $0.from.value.number } == [1, 1])
            #expect(try visits.map { try $0.firm.value.code } == ["f", "f"])

            session.delete(visits[0])
            visits[1].to = nil
            try await session.commit()
        }
        #expect(try await rows("SELECT firm_code FROM visits WHERE to_number IS NULL") == ["f"])
    }

    @Test func `all branches of a firm are found with their workers`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let firm = Firm(code: "f")
            let branch = Branch(firm: firm, number: 1)
            session.add(firm)
            branch.workers.append(Worker(branch: branch, firmCode: "f", name: "a"))
            session.add(branch)
            try await session.commit()
        }
        try await database.withSession { session in
            let branches = try await session.fetch(Branch.all.include(\.workers))
            #expect(try branches[0].workers.all.map(\.name) == ["a"])
        }
    }
}
