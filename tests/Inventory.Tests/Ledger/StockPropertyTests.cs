using Atlas.Inventory.Tests.Costing;
using Atlas.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Inventory.Tests.Ledger;

/// <summary>Whatever is done in whatever order, the service does what a simple model of stock does, and its books stay right.</summary>
[Collection(OneSystem.Name)]
public sealed class StockPropertyTests(InventorySystem system)
{
    // A build tries the same twelve every time. More can be asked for, and those are others every time.
    static readonly Config Search = int.TryParse(Environment.GetEnvironmentVariable("ATLAS_SEQUENCES"), out var wanted)
        ? Config.QuickThrowOnFailure.WithMaxTest(wanted)
        : Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(new Replay(new Rnd(4711, 17), null));
    const int StepsAtMost = 40;

    static Gen<Step> AnyStep { get; } = Gen.Frequency(
        (6, from place in Place from qty in Gen.Choose(-6, 12) where qty != 0 select (Step)new Step.Adjust(place, qty)),
        (2, from place in Place from qty in Gen.Choose(1, 6) select (Step)new Step.Move(place, qty)),
        (5, from qty in Gen.Choose(1, 8) from place in Maybe(Place) select (Step)new Step.Reserve(qty, place)),
        (1, from which in Which from qty in Gen.Choose(1, 12) select (Step)new Step.Resize(which, qty)),
        (4, from which in Which from qty in Maybe(Gen.Choose(1, 6)) from place in Maybe(Place) select (Step)new Step.Allocate(which, qty, place)),
        (2, from which in Which from qty in Maybe(Gen.Choose(1, 6)) select (Step)new Step.Release(which, qty)),
        (1, from which in Which select (Step)new Step.Cancel(which)),
        (3, from which in Which from qty in Maybe(Gen.Choose(1, 6)) select (Step)new Step.Fulfill(which, qty)),
        (1, from which in Which select (Step)new Step.Reverse(which)));

    static Gen<int> Place => Gen.Choose(0, 1);
    static Gen<int> Which => Gen.Choose(0, 30);

    static Gen<int?> Maybe(Gen<int> gen) => Gen.Frequency((1, Gen.Constant((int?)null)), (1, from value in gen select (int?)value));

    [Fact]
    public void Any_sequence_of_steps_ends_as_the_model_says()
    {
        var steps = Gen.ListOf(AnyStep, StepsAtMost).ToArbitrary();
        Prop.ForAll(steps, list => RunAsync([.. list]).GetAwaiter().GetResult()).Check(Search);
    }

    /// <summary>Sequences that failed once.</summary>
    public static TheoryData<Step[]> Failures => new()
    {
        // Allocating the rest where nothing is left to allocate was refused.
        new Step[] { new Step.Adjust(0, 5), new Step.Reserve(3, null), new Step.Allocate(0, null, null), new Step.Fulfill(0, 1), new Step.Allocate(0, null, null) },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public Task A_sequence_that_failed_once_does_not_again(Step[] steps) => RunAsync(steps);

    [Fact]
    public async Task Many_steps_at_once_leave_the_books_right_and_nothing_lost()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        await tenant.HaveAsync(item, 60);
        await tenant.HaveAsync(item, 40, tenant.B);
        var steps = Gen.Sample(AnyStep, 10, 300).Where(step => step is not Step.Reverse).ToList();
        var stage = new Stage(tenant, item);

        // Claims first, which nothing can refuse yet, so that the others have something to act on.
        foreach (var qty in Enumerable.Range(1, 5)) (await stage.DoAsync(new Step.Reserve(qty, null))).ShouldBe(201);
        var answers = await Task.WhenAll(steps.Select(stage.DoAsync));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created || answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Conflict);
        await tenant.BooksAreSoundAsync();
        var lines = (await system.CountAsync("select coalesce(sum(qty), 0)::bigint from ledger_lines where tenant_id = $1 and facility_id is not null", tenant.Name));
        (await tenant.OnHandAsync(item)).ShouldBe(lines);
    }

    async Task RunAsync(IReadOnlyList<Step> steps)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync(steps.Count % 2 == 0 ? "fifo" : "moving_average");
        var (model, stage, done) = (new StockModel(), new Stage(tenant, item), new List<string>());

        foreach (var step in steps)
        {
            if (model.IsAmbiguous(step) || !stage.CanDo(step)) continue;
            var expected = model.After(step);
            var answer = await stage.DoAsync(step);
            done.Add($"{step} → {(int)answer.Status}");
            var story = $"after\n{string.Join('\n', done)}\n{answer}";
            (answer.Status is HttpStatusCode.Created or HttpStatusCode.OK).ShouldBe(expected is not null, story);
            if (expected is null) answer.Status.ShouldBe(HttpStatusCode.Conflict, story);
            model = expected ?? model;
            await CompareAsync(tenant, item, model, story);
        }

        await tenant.BooksAreSoundAsync();
    }

    static async Task CompareAsync(TestTenant tenant, Guid item, StockModel model, string story)
    {
        var rows = (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}")).ShouldBe(200).Json.At("data").EnumerateArray().ToList();
        for (var place = 0; place < 2; place++)
        {
            var row = rows.FirstOrDefault(r => r.At("locationId").GetGuid() == (place == 0 ? tenant.A : tenant.B));
            var (onHand, allocated) = row.ValueKind == System.Text.Json.JsonValueKind.Undefined ? (0, 0) : (row.At("onHandQty").GetDecimal(), row.At("allocatedQty").GetDecimal());
            onHand.ShouldBe(model.OnHand[place], story);
            allocated.ShouldBe(model.HeldAt(place), story);
        }

        var free = (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).ShouldBe(200).Json.At("data");
        free.EnumerateArray().Sum(r => r.At("availableQty").GetDecimal()).ShouldBe(model.Free, story);
    }

    /// <summary>Does steps over HTTP.</summary>
    sealed class Stage(TestTenant tenant, Guid item)
    {
        readonly List<string> claims = [];
        readonly List<string> posted = [];

        public bool CanDo(Step step) => step switch
        {
            Step.Reserve or Step.Adjust or Step.Move => true,
            Step.Reverse => posted.Count > 0,
            _ => claims.Count > 0,
        };

        public async Task<Answer> DoAsync(Step step)
        {
            var answer = await (step switch
            {
                Step.Adjust(var place, var qty) => tenant.AdjustAsync(
                    new { itemId = item, locationId = At(place), qtyDelta = qty, reason = "model", unitCost = qty > 0 ? qty * 0.37m : (decimal?)null }),
                Step.Move(var place, var qty) => tenant.Client.PostAsync("/v1/inventory/moves", new { itemId = item, locationId = At(place), toLocationId = At(1 - place), qty }),
                Step.Reserve(var qty, var place) => tenant.Client.PostAsync("/v1/inventory/reservations",
                    new { itemId = item, facilityId = tenant.Facility, locationId = At(place), qty, demandType = "manual", demandId = "model" }),
                Step.Resize(var which, var qty) => tenant.Client.PatchAsync($"/v1/inventory/reservations/{Of(claims, which)}", new { qty }),
                Step.Allocate(var which, var qty, var place) => ActAsync(which, "allocate", new { qty, locationId = At(place) }),
                Step.Release(var which, var qty) => ActAsync(which, "release", new { qty }),
                Step.Cancel(var which) => ActAsync(which, "cancel", new { }),
                Step.Fulfill(var which, var qty) => ActAsync(which, "fulfill", new { qty }),
                Step.Reverse(var which) => tenant.Client.PostAsync($"/v1/inventory/transactions/{Of(posted, which)}/reverse", new { }),
                _ => throw new ArgumentException($"Unknown step {step}."),
            });
            if (answer.Status is not (HttpStatusCode.Created or HttpStatusCode.OK)) return answer;
            if (step is Step.Reserve) lock (claims) claims.Add(answer.Json.TextAt("data.id")!);
            if (step is Step.Adjust or Step.Move or Step.Reverse) lock (posted) posted.Add(answer.Json.TextAt("data.id")!);
            if (step is Step.Fulfill)
            {
                // The issue is a transaction too; its id is in the ledger.
                var last = (await tenant.Client.GetAsync("/v1/inventory/transactions?limit=1")).Json.TextAt("data[0].id")!;
                lock (posted) posted.Add(last);
            }

            return answer;
        }

        Task<Answer> ActAsync(int which, string action, object body) => tenant.Client.PostAsync($"/v1/inventory/reservations/{Of(claims, which)}/{action}", body);

        static string Of(List<string> list, int which)
        {
            lock (list) return list[which % list.Count];
        }

        Guid At(int place) => place == 0 ? tenant.A : tenant.B;
        Guid? At(int? place) => place is { } known ? At(known) : null;
    }
}
