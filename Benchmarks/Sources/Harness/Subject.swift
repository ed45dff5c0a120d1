/// Whoever is measured.
enum Subject: String, CaseIterable {
    /// Strata with the tasks on the pool's event loops.
    case strata
    /// Strata with the tasks on Swift's own threads.
    case strataGlobal = "strata-global"
    /// Strata with each task on a connection of its own, as C's are, on the pool's event loops.
    case strataOwn = "strata-own"
    /// Strata doing it another way, named by the workload: what the first way is compared with.
    case strataOther = "strata-other"
    /// Strata's query builder in place of SQL and tuples, with the tasks on the pool's event loops.
    case strataQuery = "strata-query"
    /// C, a thread for each connection.
    case cBlocking = "c-blocking"
    /// C, an event loop for each core.
    case cEvents = "c-events"
    /// C, many statements under way on one connection.
    case cPipeline = "c-pipeline"
    case asyncpg
    case psycopg
    /// SQLAlchemy's asynchronous ORM on asyncpg.
    case sqlalchemy

    var isPython: Bool {
        switch self {
        case .asyncpg, .psycopg, .sqlalchemy: true
        default: false
        }
    }

    var isC: Bool {
        switch self {
        case .cBlocking, .cEvents, .cPipeline: true
        default: false
        }
    }
}
