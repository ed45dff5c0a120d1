import Foundation
import PGCore
import StrataMacros

/// The answer to a request with an `Idempotency-Key`, and what the request was.
@Table("idempotency_keys")
struct KeptAnswerRow: Codable, Sendable {
    @PrimaryKey var key: String
    var requestHash: [UInt8]
    @Column(type: "integer") var status: Int
    var location: String
    var etag: String
    var body: String
    @Default("now()") @Index var createdAt: Date
}
