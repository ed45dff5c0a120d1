// SQL written by hand, alone and in built queries.

import StrataMacros

enum RawSQL {
    @Table("places") struct Place: Sendable {
        @PrimaryKey(.identity) var id: Int
        var name: String
        var x: Double
        var y: Double
    }

    // snippet.functions
    static let similarity = SQLFunction2<String, String, Float>("similarity")
    static let isSimilar = SQLInfixOperator<String, String, Bool>("%")
    // snippet.end

    static var statements: [String: SQLStatement] {
        // snippet.expression
        let (x, y) = (3.0, 4.0)
        let near = Place.select { place in
            let here = Expression<PGPoint>("point(\(place.x), \(place.y))")
            return (place.name, Expression<Double>("\(here) <-> point(\(x), \(y))"))
        }
        .where { Predicate("point(\($0.x), \($0.y)) <@ circle(point(\(x), \(y)), 9)") }
        // snippet.end

        // snippet.call
        let named = Place.where { isSimilar($0.name, "oslo") }
            .orderBy { similarity($0.name, "oslo").descending }
        // snippet.end

        // snippet.source
        let words = FunctionSource("regexp_split_to_table(\("a,b"), ',')", as: String.self)
            .select { $0.value }
        // snippet.end

        // snippet.statement
        let (places, name) = (Place.columns, "Oslo")
        let statement: SQLStatement =
            "SELECT \(places) FROM \(Place.self) WHERE \(places.name) = \(name)"
        // snippet.end

        return [
            "expression": near.sql, "call": named.sql, "source": words.sql, "statement": statement,
        ]
    }
}
