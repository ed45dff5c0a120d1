/// A way in which a server may ask a client to prove who it is.
///
/// ``ConnectionConfiguration/allowedAuthentication`` is a set of them, so that nobody who stands in
/// for the server can ask for the password in clear. The spellings are those of the connection
/// parameter `require_auth`.
///
/// From libpq 16 on the library itself enforces the set. With libpq 15 Strata does what can be done:
///
/// - Without TLS the server's request is read ahead of libpq, and refused before anything is
///   answered. This holds against a server that is set up otherwise than thought; somebody who
///   controls the network, and times a second request exactly, is stopped only by libpq 16.
/// - With TLS, `[.scramSHA256]` alone is enforced by channel binding.
/// - With TLS, a set without any kind of password is enforced by having none to send.
/// - With TLS, any other set that tells kinds of passwords apart is refused before a password is
///   sent, with an error that says so.
public enum AuthenticationMethod: String, Sendable, Hashable, CaseIterable {
    /// Nothing is asked: the server trusts the client, or has its certificate.
    case none
    /// The password in clear.
    case password
    /// The password as an MD5 hash.
    case md5
    /// A challenge that proves the password without sending it.
    case scramSHA256 = "scram-sha-256"
    /// Kerberos by GSSAPI.
    case gss
    /// Windows' SSPI.
    case sspi
}

extension Set<AuthenticationMethod> {
    /// The set that a value of `require_auth` means; `nil` when it is malformed.
    ///
    /// A list of methods, or of methods with an exclamation mark before each to exclude them.
    init?(requireAuth text: String) {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.filter { !$0.isWhitespace }
        }
        let isExclusion = words.allSatisfy { $0.hasPrefix("!") }
        guard isExclusion || !words.contains(where: { $0.hasPrefix("!") }) else { return nil }
        var named: Set<AuthenticationMethod> = []
        for word in words {
            let name = isExclusion ? String(word.dropFirst()) : word
            guard let method = AuthenticationMethod(rawValue: name),
                named.insert(method).inserted
            else { return nil }
        }
        self = isExclusion ? Set(AuthenticationMethod.allCases).subtracting(named) : named
    }

    /// The value of `require_auth` that means the set.
    var requireAuth: String { map(\.rawValue).sorted().joined(separator: ",") }
}
