// Telling errors apart, exactly or by their class.

import PGCore
import PGWire

let pool = try ConnectionPool(.environment)
let email = "ann@example.org"

// snippet.show
do {
    try await pool.query("INSERT INTO users (email) VALUES (\(email))")
} catch SQLState.uniqueViolation {
    print("somebody has that address")
} catch SQLState.Class.integrityConstraintViolation {
    print("the database does not allow it")
} catch PGError.Code.poolTimeout {
    print("the server is busy")
} catch  where error.isRetryable {
    print("try again:", error)
} catch {
    print(error.debugDescription)
}
// snippet.hide
await pool.close()
