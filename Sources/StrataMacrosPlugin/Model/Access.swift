import SwiftSyntax

/// Who may use a declaration; the lower one wins where two meet.
enum Access: Int, Comparable {
    case `private`, `internal`, package, `public`

    /// The access a list of modifiers gives, ignoring that of a setter.
    init(_ modifiers: DeclModifierListSyntax) {
        self = .internal
        for modifier in modifiers where modifier.detail == nil {
            switch modifier.name.tokenKind {
            case .keyword(.public), .keyword(.open): self = .public
            case .keyword(.package): self = .package
            case .keyword(.fileprivate), .keyword(.private): self = .private
            default: break
            }
        }
    }

    /// The modifier with a space after it.
    ///
    /// What is private to a type is written for its file,
    /// because the expansion's nested types are used from outside of them.
    var prefix: String {
        switch self {
        case .private: "fileprivate "
        case .internal: ""
        case .package: "package "
        case .public: "public "
        }
    }

    static func < (left: Access, right: Access) -> Bool { left.rawValue < right.rawValue }
}
