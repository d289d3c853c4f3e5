using Atlas.Catalog.Items;

namespace Atlas.Catalog.Tests.Items;

public sealed class SearchSampleTests
{
    static readonly List<string> Texts = [.. Enumerable.Range(0, 1_000).Select(i => $" alpha{i % 40}x beta{i / 40}y gen-{i:000000} gen {i:000000}")];
    static readonly SearchSample Sample = new(Texts);

    [Theory]
    [InlineData("gen-777123", "gen")]
    [InlineData("gen-000123", "gen")]
    [InlineData("alpha17x", "alp")]
    [InlineData("beta3y", "bet")]
    public void The_index_is_asked_for_a_part_that_is_as_rare_as_the_word_and_not_for_what_all_share(string word, string shared)
    {
        var part = Sample.CheapestPart(word);

        Texts.Count(text => text.Contains(part, StringComparison.Ordinal)).ShouldBe(Texts.Count(text => text.Contains(word, StringComparison.Ordinal)), part);
        part.Contains(shared, StringComparison.Ordinal).ShouldBe(false, part);
    }

    [Theory]
    [InlineData("gen")] // There is nothing shorter.
    [InlineData("ab")]
    [InlineData("a-b-c-d")] // No three letters together.
    public void A_word_without_parts_is_asked_for_whole(string word) => Sample.CheapestPart(word).ShouldBe(word);

    [Theory]
    [InlineData("gen-777123")]
    [InlineData("\U0001D7D9\U0001D7DA\U0001D7DBgen-7")] // Pairs of surrogates are never torn.
    [InlineData("größe12345678901234567890")]
    public void A_part_is_a_part_of_the_word(string word)
    {
        var part = Sample.CheapestPart(word);
        word.Contains(part, StringComparison.Ordinal).ShouldBe(true);
        part.Any(char.IsSurrogate).ShouldBe(false);
    }

    [Fact]
    public void From_a_few_texts_nothing_follows() =>
        new SearchSample([.. Enumerable.Range(0, SearchSample.MinTexts - 1).Select(i => $" gen-{i}")]).CheapestPart("gen-777123").ShouldBe("gen-777123");
}
