# frozen_string_literal: true

RSpec.describe Service::Base do
  fab!(:user)

  service =
    Class.new do
      include Service::Base

      params do
        attribute :name, :string
        attribute :age, :integer
        validates :name, presence: true
      end
      model :member
      policy :grown
      transaction do
        step :rename
        policy :alive
      end
      step :tell

      private

      def fetch_member(params:)
        User.find_by(username: params.name)
      end

      def grown(params:)
        params.age.to_i >= 18
      end

      def rename(member:)
        member.update!(name: "renamed")
      end

      def alive(params:)
        params.age <= 100
      end

      def tell(log:)
        log << "told"
      end
    end

  let(:log) { [] }
  let(:age) { "20" }

  def result_of(service, **params)
    service.call(params: { name: user.username, age: }.merge(params), log:)
  end

  define_method(:run) { |**params| result_of(service, **params) }

  it "runs its steps in order, each with what it asks for" do
    result = run
    expect(result).to run_successfully
    expect(result.params).to have_attributes(name: user.username, age: 20)
    expect(result.member).to eq(user)
    expect(user.reload.name).to eq("renamed")
    expect(log).to eq(["told"])
  end

  it "makes symbols of names within what was sent" do
    nesting =
      Class.new do
        include Service::Base
        params { attribute :keys }
      end
    result = nesting.call(params: { "keys" => { "1" => { "a" => "b" } }, "other" => 1 })
    expect(result.params.to_hash).to eq(keys: { "1": { a: "b" } })
  end

  it "ends at what fails first, and undoes what is in a transaction" do
    expect(run(name: " ")).to fail_a_contract
    expect(run(name: "nobody")).to fail_to_find_a_model(:member)
    expect(run(age: 17)).to fail_a_policy(:grown)
    expect(run(age: 101)).to fail_a_policy(:alive)
    expect(user.reload.name).not_to eq("renamed")
    expect(log).to be_empty
  end

  it "takes a step for its keywords only, and none with a default" do
    broken =
      Class.new do
        include Service::Base
        step :guess
        define_method(:guess) { |age: 1| age }
      end
    expect { broken.call }.to raise_error(/default/)
    wanting =
      Class.new do
        include Service::Base
        step :want
        define_method(:want) { |missing:| missing }
      end
    expect { wanting.call }.to raise_error(ArgumentError, /missing/)
  end

  it "raises its failure only when it is told to" do
    params = { name: "nobody", age: 20 }
    expect { service.call!(params:) }.to raise_error(Service::Base::Failure)
    expect(service.call(params:)).to be_failure
  end

  it "lets errors out, but for those of a model" do
    failing =
      Class.new do
        include Service::Base
        model :thing
        define_method(:fetch_thing) { raise IOError }
      end
    expect(failing.call).to fail_to_find_a_model(:thing)
    expect(failing.call["result.model.thing"].exception).to be_an(IOError)
    expect { service.call(params: { name: user.username, age: 20 }) }.to raise_error(ArgumentError)
  end

  describe "the actions given with it" do
    def ended(service, **params)
      seen = nil
      service.call(params: { name: user.username, age: 20 }.merge(params), log:) do
        on_success { |member:| seen = [:success, member, log] }
        on_failure { seen = :failure }
        on_failed_policy(:grown) { |policy| seen = [:young, policy.failure?] }
        on_failed_contract { |contract| seen = contract.errors.attribute_names }
      end
      seen
    end

    it "are run by how it ended, in who called it" do
      expect(ended(service)).to eq([:success, user, log])
      expect(ended(service, age: 3)).to eq([:young, true])
      expect(ended(service, name: "")).to eq([:name])
      expect(ended(service, name: "nobody")).to eq(:failure)
    end
  end

  it "does one at a time what is locked, by a parameter or a model's id" do
    names = []
    allow(DistributedMutex).to receive(:synchronize).and_wrap_original do |original, name, &block|
      names << name
      original.call(name, &block)
    end
    locking =
      Class.new do
        include Service::Base
        model :member
        lock(:member, :name) { step :work }
        define_method(:fetch_member) { |params:| User.find_by(username: params.name) }
        define_method(:work) { |log:| log << "worked" }
      end
    stub_const("Locking", locking)
    expect(result_of(locking)).to run_successfully
    expect(names).to eq(["locking:member:#{user.id}:name:#{user.username}"])
    expect(log).to eq(["worked"])
  end
end
