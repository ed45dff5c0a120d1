import SwiftDiagnostics
import SwiftSyntax

/// Reads the stored properties of one declaration.
struct PropertyParser {
    /// The stored properties.
    private(set) var properties: [Property] = []
    /// Whether there was a stored property without a column, such as a lazy one.
    private(set) var hasUnmappedStorage = false

    /// Reads one declaration; computed, static and lazy properties are left out.
    mutating func read(_ variable: VariableDeclSyntax, into reporter: inout Reporter) {
        let words = variable.modifiers.map(\.name.tokenKind)
        if words.contains(.keyword(.static)) || words.contains(.keyword(.class)) { return }
        if words.contains(.keyword(.lazy)) {
            hasUnmappedStorage = true
            return
        }
        let markers = variable.attributes.compactMap { element -> (Marker, AttributeSyntax)? in
            guard case .attribute(let attribute) = element else { return nil }
            return Marker(attribute).map { ($0, attribute) }
        }
        // In `var a, b: Int` the type stands with the last one.
        var type: TypeSyntax?
        var found: [Property] = []
        for binding in variable.bindings.reversed() where !binding.isComputed {
            type = binding.typeAnnotation?.type ?? (binding.initializer == nil ? type : nil)
            guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text
            else {
                reporter.tuplePattern(binding)
                continue
            }
            guard let type else {
                reporter.missingType(name, binding)
                continue
            }
            found.append(
                Property(
                    declaration: variable, name: name, type: PropertyType(type),
                    initialValue: binding.initializer?.value.trimmedDescription,
                    access: Access(variable.modifiers), markers: markers))
        }
        properties += found.reversed()
    }

    /// Returns the only property of a declaration, or `nil` when it is not one plain property.
    static func single(_ declaration: some SyntaxProtocol) -> Property? {
        guard let variable = declaration.as(VariableDeclSyntax.self) else { return nil }
        var parser = PropertyParser()
        var reporter = Reporter()
        parser.read(variable, into: &reporter)
        return parser.properties.only
    }
}

extension PatternBindingSyntax {
    /// Whether the property has no storage, which observers do not take away.
    var isComputed: Bool {
        guard let accessorBlock else { return false }
        guard case .accessors(let accessors) = accessorBlock.accessors else { return true }
        return !accessors.allSatisfy {
            [.keyword(.willSet), .keyword(.didSet)].contains($0.accessorSpecifier.tokenKind)
        }
    }
}

extension Array {
    /// The element, when there is exactly one.
    var only: Element? { count == 1 ? first : nil }
}
