import Logging
public import PGCore

extension Connection {
    /// Returns what is known of the database's own types, loading it if nothing is.
    ///
    /// The driver does so by itself when it meets such a type; call this to look at the types.
    ///
    /// - Throws: As ``execute(_:)`` does.
    public func typeCatalog() async throws(PGError) -> TypeCatalog {
        try await typeCatalog(for: [])
    }

    /// Forgets what is known of the database's own types, so that it is loaded anew when needed.
    ///
    /// The driver does so by itself after DDL of this pool, and when a value shows that its type has
    /// changed.
    public func reloadTypes() {
        statements.types.invalidate()
    }

    /// Returns a catalog that knows all that can be known of these types.
    ///
    /// One statement loads it for all connections of the pool. A table's row type may have columns of
    /// other tables' row types: then others follow, a few at most.
    func typeCatalog(for types: [OID]) async throws(PGError) -> TypeCatalog {
        var need = statements.types.need(types)
        for _ in 0..<8 {
            guard case .load(let wanted) = need else { break }
            let query = TypeQuery(wanted: wanted, serverVersion: serverVersion)
            let result = try await perform(.once(query.sql), text: query.sql)
            let found = try TypeQuery.types(in: rows(result, columns: nil))
            let parts = statements.types.keep(found, wanted: wanted)
            need = statements.types.need(types + parts)
        }
        return statements.types.current ?? TypeCatalog([])
    }

    /// Returns the form with its result as text where some column's type is not to be had in binary.
    func readable(_ form: StatementForm) async -> StatementForm {
        guard let columns = form.columns, columns.needsCatalog, form.resultFormat == .binary,
            let catalog = try? await typeCatalog(for: columns.types)
        else { return form }
        let asText = configuration.typesReadAsText
        let isUnreadable = columns.types.contains { type in
            guard let known = catalog[type.arrayElement(in: catalog) ?? type] else { return false }
            return !known.hasBinaryOutput || asText.contains(known.name)
                || asText.contains("\(known.schema).\(known.name)")
        }
        return isUnreadable ? form.asText : form
    }

    /// Adds to rows what is known of their types, loading it if need be.
    ///
    /// The statement has run: when the loading fails, its rows are returned as they are, and a decoder
    /// says what it is missing.
    func completed(_ rows: Rows) async -> Rows {
        do throws(PGError) {
            let catalog = try await typeCatalog(for: rows.columnTypes)
            guard rows.contradict(catalog) else { return rows.with(catalog) }
            catalog.markStale()
            return rows.with(try await typeCatalog(for: rows.columnTypes))
        } catch {
            logger.debug("looking up the types of a result failed: \(error)")
            return rows
        }
    }
}

extension Rows {
    /// Whether the first row has a composite value with other fields than the catalog knows: another
    /// session has changed the type.
    fileprivate func contradict(_ catalog: TypeCatalog) -> Bool {
        guard count > 0, !catalog.isStale else { return false }
        let row = with(catalog)[0]
        for (index, type) in columnTypes.enumerated()
        where type.compositeFields(in: catalog) != nil && !row.cell(at: index).isNull {
            // A record that is malformed is for its decoder to complain of.
            _ = try? PGRecord(from: row.cell(at: index))
        }
        return catalog.isStale
    }
}

extension ConnectionPool {
    /// Returns what is known of the database's own types, loading it if nothing is.
    ///
    /// The driver does so by itself when it meets such a type; call this to look at the types.
    ///
    /// - Throws: As ``execute(_:)`` does.
    public func typeCatalog() async throws(PGError) -> TypeCatalog {
        let connection = try await lease()
        do throws(PGError) {
            let catalog = try await connection.typeCatalog()
            await release(connection)
            return catalog
        } catch {
            await release(connection)
            throw error
        }
    }

    /// What is known of the database's own types at the moment; `nil` when none was met.
    package var loadedTypeCatalog: TypeCatalog? { subPools.first?.statements.types.current }

    /// Forgets what is known of the database's own types, so that it is loaded anew when needed.
    ///
    /// The driver does so by itself after DDL of this pool, and when a value shows that its type has
    /// changed.
    public func reloadTypes() {
        // All sub-pools share the statements, and what is known of types with them.
        subPools.first?.statements.types.invalidate()
    }
}
