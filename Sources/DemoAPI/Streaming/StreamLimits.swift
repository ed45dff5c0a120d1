/// What bounds requests that may take long because they move much.
enum StreamLimits {
    /// How long a transfer may take, however slow its client is.
    static let time: Duration = .seconds(600)
    /// How many rows are fetched at once; three such chunks are in memory at most.
    static let chunk = 1_000
}
