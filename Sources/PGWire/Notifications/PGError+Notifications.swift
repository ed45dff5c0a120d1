public import PGCore

extension PGError.Code {
    /// The name cannot be that of a notification channel.
    public static let invalidChannel = PGError.Code(rawValue: "invalidChannel")
    /// Messages came faster than they were read, and the buffer's policy is to fail.
    public static let notificationsLost = PGError.Code(rawValue: "notificationsLost")
}

/// The name of a channel, as the server takes it.
enum ChannelName {
    /// The server keeps this many bytes of a name and would cut the rest off.
    static let maximumLength = 63

    /// Refuses a name that the server would cut short or not understand.
    ///
    /// - Throws: `PGError.Code.invalidChannel`.
    static func check(_ name: String) throws(PGError) {
        let length = name.utf8.count
        guard length > 0 else { throw PGError(.invalidChannel, "a channel's name is empty") }
        guard length <= maximumLength else {
            throw PGError(
                .invalidChannel,
                "the channel's name \"\(name)\" has \(length) bytes; the server takes \(maximumLength)"
            )
        }
        guard !name.utf8.contains(0) else {
            throw PGError(.invalidChannel, "a channel's name holds a NUL character")
        }
    }
}
