import Foundation
import PGTestKit
import StrataMacros
import Testing

@Suite("Columns that are not plain values", .liveDatabase, .timeLimit(.minutes(1)))
struct PeopleTests {
    private func database() async throws -> Database {
        let pool = try TestDatabase.pool
        try await Schema(Person.self, Admin.self).createAll(on: pool)
        _ = try await pool.execute(
            "CREATE VIEW admins AS SELECT email, nick FROM people WHERE role = 'admin'")
        return Database(pool)
    }

    private func person(_ name: String, role: Role = .member) -> Person {
        Person(
            email: EmailAddress(rawValue: "\(name)@X.org"), role: role,
            settings: Settings(theme: "light", size: 2), secret: "abc", nick: name, body: "long",
            home: Address(street: "S", city: "Rome", postalCode: nil))
    }

    private func stored(_ statement: SQLStatement) async throws -> [String] {
        try await TestDatabase.pool.query(statement).decode(String.self)
    }

    @Test func `groups and generated columns are in the schema`() async throws {
        _ = try await database()
        let columns = try await stored(
            """
            SELECT attname || ' ' || format_type(atttypid, atttypmod)
                || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                || CASE WHEN attgenerated = 's' THEN ' generated' ELSE '' END
            FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0 ORDER BY attnum
            """)
        #expect(
            columns == [
                "email text not null", "role text not null", "settings jsonb not null",
                "extra jsonb", "defaults jsonb not null", "secret text not null",
                "email_key text not null generated", "nick_length bigint generated", "nick text",
                "created_at timestamp with time zone not null",
                "updated_at timestamp with time zone not null", "body text not null",
                "notes text", "home_street text not null", "home_city text not null",
                "home_zip text",
                "work_street text", "work_city text", "work_zip text",
            ])
    }

    @Test func `every kind of value is written and read back`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let one = person("A")
            let two = person("B", role: .admin)
            two.office = Address(street: "W", city: "Oslo", postalCode: "1")
            two.extra = Settings(theme: "x", size: 9)
            session.add(contentsOf: [one, two])
            try await session.commit()
            #expect(one.emailKey == "a@x.org")
            #expect(one.nickLength == 1)
            #expect(one.defaults == Settings(theme: "dark", size: 1))
            #expect(one.createdAt == one.updatedAt)
            #expect(!session.isDirty)
        }
        #expect(
            try await stored("SELECT secret || work_city FROM people WHERE extra IS NOT NULL")
                == ["cbaOslo"])
        try await database.withSession { session in
            let people = try await session.fetch(Person.orderBy { $0.emailKey.ascending })
            #expect(people.map(\.secret) == ["abc", "abc"])
            #expect(people.map(\.settings.size) == [2, 2])
            #expect(people.map { $0.extra?.size } == [nil, 9])
            #expect(people.map { $0.office?.city } == [nil, "Oslo"])
            #expect(people.map(\.home.city) == ["Rome", "Rome"])
            #expect(people.map(\.role) == [.member, .admin])
            #expect(!session.isDirty)
        }
    }

    @Test func `one part of a group is one column of an update`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let one = person("A")
            session.add(one)
            try await session.commit()
            one.home.city = "Bari"
            one.settings.size = 3
            #expect(session.changedProperties(of: one) == ["settings", "home.city"])
            one.office = one.home
            #expect(
                session.changedProperties(of: one) == [
                    "settings", "home.city", "office.street", "office.city", "office.postalCode",
                ])
            try await session.commit()
            one.office = nil
            try await session.commit()
            #expect(
                try await stored("SELECT home_city FROM people WHERE work_city IS NULL") == ["Bari"]
            )
            one.home.city = "Pisa"
            try await session.rollback()
            #expect(one.home.city == "Bari")
        }
    }

    @Test func `queries name the columns of groups and of wrapped values`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let two = person("B")
            two.office = Address(street: "W", city: "Oslo", postalCode: nil)
            session.add(contentsOf: [person("A"), two])
            let found = try await session.fetch(
                Person.where { $0.office.city == "Oslo" && $0.home.city == "Rome" })
            #expect(found.map(\.nick) == ["B"])
            #expect(try await session.count(Person.where { $0.secret == Coded("abc") }) == 2)
            #expect(try await session.count(Person.where { $0.role == .admin }) == 0)
            #expect(
                try await session.get(Person.self, EmailAddress(rawValue: "A@X.org"))?.nick == "A")
        }
    }

    @Test func `a group is read again as a whole`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let one = person("A")
            session.add(one)
            try await session.commit()
            _ = try await TestDatabase.pool.execute(
                "UPDATE people SET home_city = 'Como', work_street = 'W', work_city = 'C'")
            try await session.refresh(one)
            #expect(one.home.city == "Como")
            #expect(one.office == Address(street: "W", city: "C", postalCode: nil))
            #expect(!session.isDirty)
        }
    }

    @Test func `a view is read and never written`() async throws {
        let database = try await database()
        try await database.withSession { session in
            session.add(person("A", role: .admin))
            try await session.commit()
            let admin = try #require(try await session.fetchOne(Admin.all))
            admin.nick = "Z"
            let error = await #expect(throws: PGError.self) { try await session.flush() }
            #expect(error?.code == .wrongState)
            #expect(
                error?.message == "Admin A@X.org cannot be written: Admin is the view admins")
            try await session.rollback()
            #expect(admin.nick == "A")
            session.delete(admin)
            #expect(throws: PGError.self) { try session.plan() }
        }
    }

    @Test func `what the codec refuses names the column`() async throws {
        let database = try await database()
        try await database.withSession { session in
            session.add(person("A"))
            try await session.commit()
        }
        _ = try await TestDatabase.pool.execute("UPDATE people SET secret = ''")
        try await database.withSession { session in
            let error = await #expect(throws: PGError.self) {
                _ = try await session.fetch(Person.all)
            }
            #expect(
                error?.column?.contains("secret") == true
                    || error?.description.contains("secret") == true)
        }
    }
}
