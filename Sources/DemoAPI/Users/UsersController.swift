import Hummingbird

/// The database side of the three users APIs; each tier brings its own.
protocol UsersController: Sendable {
    associatedtype Item: PageItem

    static var tier: Tier { get }

    /// The users that are asked for, and one more if there are more.
    func list(_ query: UserQuery) async throws -> [Item]

    func get(_ id: Int) async throws -> Item?

    func create(_ new: NewUser) async throws -> Item

    /// Creates a user and keeps the answer in one transaction, or finds the answer.
    func create(
        _ new: NewUser, once request: KeyedRequest, answer: (Item) throws -> KeptAnswer
    ) async throws -> KeptAnswer

    /// Changes a user of an expected version and counts the version up; `nil` when there is no such
    /// user, or nothing to change.
    func update(
        _ id: Int, _ changes: UserChanges, _ expected: ExpectedVersions
    ) async throws -> Item?

    /// Deletes a user of an expected version; says whether there was one.
    func delete(_ id: Int, _ expected: ExpectedVersions) async throws -> Bool
}
