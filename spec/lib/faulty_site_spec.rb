# frozen_string_literal: true

# That what is said to have failed has failed, and there.
describe FaultySite do
  include_context "with a faulty site"

  let(:user) { Fabricate(:user, title: "before") }
  let(:work) do
    -> do
      user.update!(title: "in a transaction")
      User.where(id: user.id).update_all(title: "outside")
      [200, {}, ["done"]]
    end
  end
  let(:faults) do
    user
    ask
    described_class.faults_of(site.requests)
  end

  let(:method) { "PUT" }

  def ask(&other)
    env = { "REQUEST_METHOD" => method, "PATH_INFO" => "/t/12/name3.json" }
    site.answer(env, &other || work)
  end

  # @return [Array] whether it failed as it was to, and what has come of the work
  def tried(how, commit = nil, &other)
    fault = faults.find { |each| [each.how, each.commit] == [how, commit] }
    user.update!(title: "before")
    site.watch(fault)
    site.go_on if how == :closed
    answer = ask(&other)
    [site.failed?, answer, user.reload.title]
  end

  it "knows all that can happen to a request" do
    expect(faults.map { |fault| [fault.request.to_s, *fault.to_a.drop(1)] }).to eq(
      [
        [:cut, nil],
        [:unanswered, nil],
        [:killed, nil],
        [:closed, nil],
        [:killed, 1],
        [:killed, 2],
      ].map { |fault| ["PUT /t/N/NAME.json", 1, *fault] },
    )
  end

  it "fails where it is to" do
    expect(tried(:cut)).to eq([true, nil, "before"])
    expect(tried(:killed, 1)).to eq([true, nil, "before"])
    expect(tried(:killed, 2)).to eq([true, nil, "in a transaction"])
    [[:killed], [:unanswered], [:closed]].each do |fault|
      expect(tried(*fault)).to eq([true, nil, "outside"])
    end
  end

  it "answers nobody after it was killed, until it is started again" do
    tried(:killed)
    expect(ask).to be_nil
    site.start_again
    expect(ask).to eq([200, {}, ["done"]])
  end

  it "does not say so where it failed otherwise: with another answer, an error, or never" do
    %i[killed unanswered closed].each do |how|
      expect(tried(how) { [422, {}, []] }.first).to be(false)
    end
    expect(tried(:killed) { raise "Something else" }.first).to be(false)
    expect(tried(:killed, 2) { [200, {}, []] }.first).to be(false)
    site.watch(faults.first)
    expect([site.reached?, site.failed?]).to eq([false, false])
  end

  context "when it is only asked for something" do
    let(:method) { "GET" }
    let(:work) { -> { [200, {}, []] } }

    it "fails with another answer as well, but not with an error" do
      expect(faults.map(&:how)).to eq(%i[cut killed closed])
      expect(tried(:killed) { [403, {}, []] }.first).to be(true)
      expect(tried(:closed) { [500, {}, []] }.first).to be(false)
      expect(tried(:killed) { raise "Something else" }.first).to be(false)
    end
  end
end
