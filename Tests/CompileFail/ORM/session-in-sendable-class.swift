// expect: stored property 'session' of 'Sendable'-conforming class 'Service' has non-Sendable type
// A session kept where several tasks can reach it.
import ORM

final class Service: Sendable {
    let session: Session

    init(_ session: Session) {
        self.session = session
    }
}
