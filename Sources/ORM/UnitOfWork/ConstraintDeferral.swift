import PGCore
import PGSchema

/// The foreign keys that a flush puts off, because its rows refer to each other in a circle.
///
/// Those that are deferred anyway need nothing: the server checks them with the commit. Others are
/// put off before the first row is written and checked when the last one is, so that a violation is
/// the flush's, and later statements meet the constraint as it was declared.
struct ConstraintDeferral {
    /// The keys' names, quoted, with their schemas.
    let constraints: [String]
    /// The keys' names as plans show them.
    let names: [String]

    init(_ steps: [WriteStep]) {
        var constraints: [String] = []
        var names: [String] = []
        for step in steps {
            for key in step.deferred where key.deferrability == .initiallyImmediate {
                let name = QualifiedName(schema: step.mapping.definition.schema, name: key.name)
                guard !constraints.contains(name.quoted) else { continue }
                constraints.append(name.quoted)
                names.append(key.name)
            }
        }
        self.constraints = constraints
        self.names = names
    }

    var isEmpty: Bool { constraints.isEmpty }

    /// What is sent before the first step.
    var opening: [SQLStatement] { statement("DEFERRED") }

    /// What is sent after the last step.
    var closing: [SQLStatement] { statement("IMMEDIATE") }

    private func statement(_ timing: String) -> [SQLStatement] {
        guard !isEmpty else { return [] }
        return ["SET CONSTRAINTS \(raw: constraints.joined(separator: ", ")) \(raw: timing)"]
    }
}
