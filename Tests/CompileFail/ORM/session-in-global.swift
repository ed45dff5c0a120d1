// expect: is not concurrency-safe
// A session for the whole program.
import ORM
import PGWire

func makePool() -> ConnectionPool { fatalError() }

let session = Session(makePool())
