import StrataMacros

@Entity("categories")
final class Category: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
    @BelongsTo var parent: ToOne<Category>?
    @HasMany(\Category.parent) var children: ToMany<Category>
}
