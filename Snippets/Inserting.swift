// INSERT, with what happens on a conflict.

import StrataMacros

enum Inserting {
    // snippet.tables
    @Table("users") struct User: Sendable {
        @PrimaryKey(.identity) var id: Int
        @Unique var email: String
        var name: String
        var age: Int?
        @Default("0") var visits: Int
    }

    @Table("visitors") struct Visitor: Sendable {
        @PrimaryKey var email: String
        var name: String
    }
    // snippet.end

    static var rows: [String: SQLStatement] {
        // snippet.new
        let ann = User.New(email: "ann@example.org", name: "Ann", age: 36)
        let bob = User.New(email: "bob@example.org", name: "Bob")
        let insert = User.insert(ann, bob).returning()  // [User], with ids and defaults
        // snippet.end

        // snippet.columns
        let few = User.insert(columns: \.email, \.name)
            .values([("c@example.org", "C"), ("d@example.org", "D")])
        // snippet.end

        // snippet.cells
        let cells = User.insert(columns: \.email, \.name, \.visits).cells([
            (.value("e@example.org"), .expression(Expression.value("e").upper()), .default)
        ])
        // snippet.end

        // snippet.unnest
        let thousands = (1...100_000).map { ("user\($0)@example.org", "User \($0)", $0 % 90) }
        let bulk = User.insert(columns: \.email, \.name, \.visits).unnest(thousands)
            .returning { $0.id }
        // snippet.end

        // snippet.query
        let copied = User.insert(columns: \.email, \.name)
            .select(Visitor.orderBy { $0.email }.select { ($0.email, $0.name) })
        // snippet.end

        return [
            "new": insert.sql, "columns": few.sql, "cells": cells.sql, "unnest": bulk.sql,
            "query": copied.sql,
        ]
    }

    static var conflicts: [String: SQLStatement] {
        let ann = User.New(email: "ann@example.org", name: "Ann")
        // snippet.nothing
        let unlessThere = User.insert(ann).onConflict(\.email).doNothing()
        // snippet.end

        // snippet.overwrite
        let upsert = User.insert(ann).onConflict(\.email).doUpdate(\.name, \.age)
        // snippet.end

        // snippet.excluded
        let counting = User.insert(ann).onConflict(\.email).doUpdate { update, excluded in
            update.set(\.name, to: excluded.name)
                .set(\.visits) { $0.visits + 1 }
                .where { $0.age < excluded.age }
        }
        // snippet.end

        // snippet.targets
        let byConstraint = User.insert(ann).onConflict(constraint: "users_email_key").doNothing()
        let byPartialIndex = User.insert(ann).onConflict(\.name).where { $0.age < 18 }.doNothing()
        // snippet.end

        return [
            "nothing": unlessThere.sql, "overwrite": upsert.sql, "excluded": counting.sql,
            "targets": byConstraint.sql, "targets 2": byPartialIndex.sql,
        ]
    }

    static var statements: [String: SQLStatement] {
        rows.merging(conflicts) { first, _ in first }
    }
}
