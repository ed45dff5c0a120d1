// expect: risks causing data races
// One session used by the children of a group.
import ORM

func commitInGroup(_ database: Database) async throws {
    try await database.withSession { session in
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await session.commit() }
            group.addTask { try await session.commit() }
            try await group.waitForAll()
        }
    }
}
