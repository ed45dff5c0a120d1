import SwiftDiagnostics
import SwiftSyntax

/// An error, a note or the title of a fix-it, in words for the user.
struct Message: DiagnosticMessage, NoteMessage, FixItMessage {
    let id: String
    let message: String
    var severity: DiagnosticSeverity { .error }
    var diagnosticID: MessageID { MessageID(domain: "Strata", id: id) }
    var noteID: MessageID { diagnosticID }
    var fixItID: MessageID { diagnosticID }
}

/// Collects what is wrong with a declaration.
struct Reporter {
    private(set) var diagnostics: [Diagnostic] = []

    /// Adds an error about a piece of source, or about a place in it.
    mutating func error(
        _ id: String, _ text: String, at node: some SyntaxProtocol,
        position: AbsolutePosition? = nil, notes: [Note] = [], fixIts: [FixIt] = []
    ) {
        diagnostics.append(
            Diagnostic(
                node: Syntax(node), position: position, message: Message(id: id, message: text),
                notes: notes,
                fixIts: fixIts))
    }

    /// Makes a note about a piece of source.
    static func note(_ text: String, at node: some SyntaxProtocol) -> Note {
        Note(node: Syntax(node), message: Message(id: "note", message: text))
    }

    /// Makes a fix-it that replaces a piece of source.
    static func replacing(
        _ old: some SyntaxProtocol, with new: some SyntaxProtocol, _ title: String
    ) -> FixIt {
        FixIt(
            message: Message(id: "fix", message: title),
            changes: [.replace(oldNode: Syntax(old), newNode: Syntax(new))])
    }
}
