import PGSchema

extension Schema {
    /// An entity-relationship diagram in Mermaid's language.
    ///
    /// It has what the database has: a table for each entity and row type, and a line for each
    /// foreign key. Write it into a file that is checked in, and reviews show what changed.
    public var mermaid: String { definition.mermaid }

    /// An entity-relationship diagram as a picture, which browsers and editors show.
    public var svg: String { definition.svg }
}
