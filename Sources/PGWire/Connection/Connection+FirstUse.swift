import PGCore

extension Connection {
    /// Runs a statement whose form is not known, or which must not rely on a name on the server.
    func runCarefully(
        _ statement: CachedStatement, _ parameters: [any ParameterEncodable], mayRepeat: Bool
    ) async throws(PGError) -> Rows {
        let use = try await prepareUse(of: statement, parameters)
        if known.hasExcess { freeExcess() }
        do throws(PGError) {
            let result = try await perform(
                .execute(statement, use.form, use.parameters, format: use.format),
                text: statement.text)
            if statement.hasAftermath {
                afterwards(statement.trace, statement.schemaChange)
            }
            checkColumns(of: use.form, statement, in: result)
            let rows = try rows(result, columns: nil)
            return rows.lacksCatalog ? await completed(rows) : rows
        } catch {
            guard mayRepeat else { throw error }
            try await repair(statement, use.form, after: error, wasFirstUse: use.isFirst)
        }
        return try await runCarefully(statement, parameters, mayRepeat: false)
    }

    /// A form to execute now, with the values written for it.
    struct Use {
        let form: StatementForm
        let parameters: EncodedParameters
        let format: WireFormat
        /// Whether the server has not been asked about the statement before.
        let isFirst: Bool
    }

    /// Finds the form of a statement: the one that is known, the one its text states, or the one
    /// the server infers, which costs a round trip.
    func prepareUse(
        of statement: CachedStatement, _ parameters: [any ParameterEncodable]
    ) async throws(PGError) -> Use {
        if let form = statement.form, form.parametersNeedCatalog {
            _ = try await typeCatalog(for: form.parameterTypes)
        }
        if let use = try useWithoutAsking(statement, parameters) { return use }
        let form = try await describe(statement)
        if form.parametersNeedCatalog { _ = try await typeCatalog(for: form.parameterTypes) }
        return Use(
            form: adapted(form), parameters: try encode(parameters, for: form),
            format: form.resultFormat, isFirst: true)
    }

    /// The form of a statement, unless the server has to be asked for it.
    func useWithoutAsking(
        _ statement: CachedStatement, _ parameters: [any ParameterEncodable]
    ) throws(PGError) -> Use? {
        guard parameters.count <= 65_535 else { throw Self.tooManyParameters(statement) }
        if let form = statement.form {
            return Use(
                form: adapted(form), parameters: try encode(parameters, for: form),
                format: form.resultFormat, isFirst: false)
        }
        guard configuration.typesReadAsText.isEmpty,
            let types = StatedTypes.of(statement.text, count: parameters.count),
            let encoded = try? EncodedParameters(parameters, as: types)
        else { return nil }
        let form = adapted(makeForm(of: statement, types, columns: nil))
        statement.keep(form)
        // The columns are not known yet. One without a binary representation would be an error,
        // which costs a repetition, or the transaction; so there the first result comes as text.
        return Use(
            form: form, parameters: encoded,
            format: isSurelyOutsideTransaction ? .binary : .text, isFirst: true)
    }

    private static func tooManyParameters(_ statement: CachedStatement) -> PGError {
        PGError(
            .parameterCountMismatch, "a statement has at most 65535 parameters",
            hint: "Bind arrays: = ANY($1), or unnest($1, $2)"
        ).executed(.notSent).inStatement(statement.text)
    }

    /// Asks the server for the types of a statement's placeholders and columns; keeps the answer.
    func describe(_ statement: CachedStatement) async throws(PGError) -> StatementForm {
        let (described, _) = try await inspect(statement)
        let form = await readable(described)
        statement.keep(form)
        return form
    }

    /// Asks the server about a statement, and parses nothing that stays.
    func inspect(
        _ statement: CachedStatement
    ) async throws(PGError) -> (StatementForm, StatementDescription) {
        let work = Self.inspection(of: statement.text)
        guard let result = try await perform(work, text: statement.text) else {
            throw PGError(.unsupportedResult, "the server did not describe the statement")
        }
        return inspected(statement, result)
    }

    /// How the server is asked: libpq takes a description that is longer than 30,000 bytes, which
    /// 7,499 placeholders make, for garbage, and ends the connection.
    static func inspection(of text: String) -> Request.Work {
        let mayBeLong = text.utf8.count > 2 * longestDescription
        let isLong = mayBeLong && PlaceholderScanner.count(in: text) > longestDescription
        return isLong ? .inspectLong(text) : .inspect(text)
    }

    private static var longestDescription: Int { 7_000 }

    /// What the server said about a statement.
    func inspected(
        _ statement: CachedStatement, _ result: ResultHandle
    ) -> (StatementForm, StatementDescription) {
        guard result.kind == .rows else {
            let form = makeForm(of: statement, result.parameterTypes, columns: Columns(of: result))
            return (form, StatementDescription(of: result))
        }
        let types = (0..<result.rowCount).map { row in
            let cell = result.cell(row: row, column: 0, type: .oid, format: .text)
            return OID((try? UInt32(exactly: Int(from: cell))) ?? 0)
        }
        let form = makeForm(of: statement, types, columns: nil)
        return (form, StatementDescription(parameterTypes: types))
    }

    private func makeForm(
        of statement: CachedStatement, _ types: [OID], columns: Columns?
    ) -> StatementForm {
        StatementForm(
            text: statement.text, parameterTypes: types, columns: columns,
            isNamed: naming != .never && statement.isKept)
    }

    /// The form without its name where a name cannot be relied on.
    func adapted(_ form: StatementForm) -> StatementForm {
        switch naming {
        case .always: form
        case .outsideTransactions: isSurelyOutsideTransaction ? form : form.unnamed
        case .never: form.isNamed ? form.unnamed : form
        }
    }

    /// Whether a statement sent now runs in a transaction of its own, so that it may fail.
    var isSurelyOutsideTransaction: Bool {
        isShared || (transactionStatus == .idle && openings.isEmpty && machine.isQuiet)
    }

    /// Compares a result's columns with what was known when the statement was parsed: a column may
    /// have got another name or type since it was described, which concerns other statements too.
    func checkColumns(
        of form: StatementForm, _ statement: CachedStatement, in result: ResultHandle?
    ) {
        guard let result, form.columns?.isSame(as: result) != true else { return }
        guard form.columns == nil else { return statements.invalidateAll() }
        let new = form.with(Columns(of: result))
        statement.replace(form, by: new)
        known.replace(form, by: new)
    }
}
