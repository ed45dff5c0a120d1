import PGCore
import StrataMacros

/// What posts are about.
@Entity("tags")
final class Tag: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var name: String
}
