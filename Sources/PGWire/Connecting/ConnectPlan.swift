/// Where to connect to, in which order: what a multi-host string says, taken apart.
///
/// libpq knows no time limit for one host of several, and looks names up on the calling thread. So
/// hosts and addresses are tried one by one from here, each as if it were the only one.
struct ConnectPlan: Sendable, Equatable {
    /// One element of the list of hosts.
    struct Host: Sendable, Equatable {
        /// A name, an address, a folder of Unix sockets, or empty for the default.
        var name: String
        /// An address that is used instead of looking the name up.
        var address: String?
        /// Empty for the default.
        var port: String

        /// Whether there is a name to look up.
        var needsLookUp: Bool {
            address == nil && !name.isEmpty && !name.hasPrefix("/") && !name.hasPrefix("@")
        }
    }

    /// One server that libpq is told to connect to.
    struct Candidate: Sendable, Equatable {
        let host: Host
        /// The host's address, when it was looked up or given.
        let address: String?

        /// As errors name it.
        var description: String {
            let place = host.name.isEmpty ? (address ?? "the default host") : host.name
            let number = host.port.isEmpty ? "" : " port \(host.port)"
            guard let address, address != place else { return place + number }
            return "\(place) (\(address))" + number
        }
    }

    var hosts: [Host]
    var target: TargetServer
    var order: HostOrder

    /// Takes libpq's lists of hosts, addresses and ports apart.
    ///
    /// libpq has made sure that their lengths go together.
    init(_ keywords: [String: String], target: TargetServer, order: HostOrder) {
        self.target = target
        self.order = order
        let names = Self.list(keywords["host"])
        let addresses = Self.list(keywords["hostaddr"])
        let ports = Self.list(keywords["port"])
        hosts = (0..<max(names.count, addresses.count, 1)).map { index in
            let address = index < addresses.count ? addresses[index] : ""
            let port = ports.count == 1 ? ports[0] : (index < ports.count ? ports[index] : "")
            return Host(
                name: index < names.count ? names[index] : "",
                address: address.isEmpty ? nil : address, port: port)
        }
    }

    /// Whether one connection may be to a server that is behind the one of another.
    var mayReachStandbys: Bool {
        hosts.count > 1 && target != .primary && target != .readWrite
    }

    private static func list(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// What libpq is to insist on, one value for each time the hosts are gone through.
    ///
    /// "Prefer a standby" means to look for one everywhere first, and then to take any.
    var passes: [TargetServer] {
        target == .preferStandby && hosts.count > 1 ? [.standby, .any] : [target.alone]
    }

    /// The hosts in the order of one attempt.
    func orderedHosts() -> [Host] {
        order == .random ? hosts.shuffled() : hosts
    }

    /// A host's addresses in the order of one attempt.
    func candidates(_ host: Host, _ addresses: [String]) -> [Candidate] {
        let ordered = order == .random ? addresses.shuffled() : addresses
        return ordered.map { Candidate(host: host, address: $0) }
    }
}

extension TargetServer {
    /// What is asked of the only host there is.
    fileprivate var alone: TargetServer { self == .preferStandby ? .any : self }
}
