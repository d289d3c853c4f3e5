namespace Atlas.ServiceDefaults.Tests;

public sealed class LikeTests
{
    [Fact]
    public void What_was_typed_is_found_as_it_was_typed() => Like.Contains(@"50%_a\b").ShouldBe(@"%50\%\_a\\b%");

    [Fact]
    public void A_question_is_its_words() => Like.Words("  paper a5 ").ShouldBe(["%paper%", "%a5%"]);

    [Fact]
    public void No_question_asks_for_nothing() => Like.Words(null).ShouldBeEmpty();
}
