// Functions and operators with their types.

import StrataMacros

enum Expressions {
    @Table("people") struct Person: Sendable {
        @PrimaryKey(.identity) var id: Int
        var name: String
        var nickname: String?
        var email: String
        var age: Int
        var status: Int
    }

    @Table("events") struct Event: Sendable {
        @PrimaryKey(.identity) var id: Int
        var at: PGTimestampTZ
        var tags: [String]
        var document: JSONText
        var period: PGRange<Int>
    }

    // snippet.own
    enum Trigrams {
        static let similarity = SQLFunction2<String, String, Float>("similarity")
        static let isSimilar = SQLInfixOperator<String, String, Bool>("%")
    }
    // snippet.end

    static var statements: [String: SQLStatement] {
        // snippet.text
        let lengths = Person.where { $0.email.lower().hasSuffix("@x.org") }
            .select { ($0.name.length(), $0.nickname.length()) }  // Int, Int?
        // snippet.end

        // snippet.times
        let hours = Event.select {
            ($0.at.dateTrunc(.day), $0.at.atTimeZone("Europe/Berlin").extract(.hour))
        }
        // snippet.end

        // snippet.documents
        let large = Event.where {
            $0.tags.overlaps(["a", "b"]) && $0.document["size"].text.cast(to: Int.self) > 3
                && $0.period.contains(5)
        }
        // snippet.end

        // snippet.case
        let groups = Person.select {
            (
                Case.when($0.age < 18, then: "minor").when($0.age < 65, then: "adult")
                    .else("senior"),
                Case.of($0.status).when(1, then: "open").end  // String?
            )
        }
        // snippet.end

        // snippet.call
        let similar = Person.where { Trigrams.isSimilar($0.name, "ann") }
            .orderBy { Trigrams.similarity($0.name, "ann").descending }
            .select { $0.name }
        // snippet.end

        return [
            "text": lengths.sql, "times": hours.sql, "documents": large.sql, "case": groups.sql,
            "call": similar.sql,
        ]
    }
}
