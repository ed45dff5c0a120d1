import PGCore

extension MigrationError {
    /// A file that cannot be taken apart.
    init(invalid file: MigrationFile, _ error: ScriptError) {
        self.init(
            .invalidScript, error.message, hint: error.hint, file: file.path,
            position: error.position, excerpt: Excerpt.render(file.text, at: error.position))
    }

    /// A statement the server refused, with the server's position mapped back to the file.
    init(
        failed statement: ScriptStatement, of migration: Migration, in file: MigrationFile,
        _ error: PGError, hint: String
    ) {
        let character = error.server?.position
        let position = character.map(statement.location(ofCharacter:)) ?? statement.start
        let serverHint = error.hint.map { $0 + ". " } ?? ""
        let state = error.sqlState.map { "\(error.server?.severity ?? "ERROR") \($0): " } ?? ""
        self.init(
            error.code == .cancelled ? .cancelled : .statementFailed, state + error.message,
            hint: serverHint + hint, file: file.path, position: position,
            excerpt: Excerpt.render(file.text, at: position, hasCaret: character != nil),
            version: migration.version, underlying: error)
    }
}
