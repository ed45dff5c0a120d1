// DELETE.

import StrataMacros

enum Deleting {
    @Table("sessions") struct Session: Sendable {
        @PrimaryKey(.identity) var id: Int
        var userID: Int
        var lastSeen: PGTimestampTZ
    }

    @Table("users") struct User: Sendable {
        @PrimaryKey(.identity) var id: Int
        var isBlocked: Bool
    }

    static var statements: [String: SQLStatement] {
        // snippet.where
        let old = Session.delete.where { $0.lastSeen < now().subtracting(PGInterval(days: 30)) }
        // snippet.end

        // snippet.all
        let everything = Session.delete.all
        // snippet.end

        // snippet.returning
        let ended = Session.delete.where { $0.userID == 7 }.returning()
        // snippet.end

        // snippet.using
        let blocked = Session.delete.using(User.where { $0.isBlocked })
            .where { session, user in session.userID == user.id }
        // snippet.end

        // snippet.twins
        let twins = Session.delete.as("s").where { s in
            Session.as("newer").where { $0.userID == s.userID && $0.id > s.id }.exists
        }
        // snippet.end

        // snippet.cursor
        let current = Session.delete.whereCurrent(of: "walk")
        // snippet.end

        return [
            "where": old.sql, "all": everything.sql, "returning": ended.sql, "using": blocked.sql,
            "twins": twins.sql, "cursor": current.sql,
        ]
    }
}
